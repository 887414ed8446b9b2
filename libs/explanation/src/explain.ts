import { causeExplanation, circumstancesExplanation } from './circumstances.js';
import { consequenceGroups } from './consequences.js';
import { assignmentOfSlot } from './device-causes.js';
import { devicesExplanation, matchingExplanation } from './devices.js';
import type { Explanation } from './explanation.js';
import type { ExplanationInput } from './explanation-input.js';
import { headline, moodOf } from './headline.js';
import { logSections } from './log-sections.js';
import { assumptionsOf, mentionedRules } from './mentioned-rules.js';
import { pinList, type Pin } from './pins/pin-list.js';
import { pinningOfReport } from './pins/pin-sources.js';
import { preventions } from './prevention/preventions.js';
import { termsIn } from './terms.js';
import { timelineSteps } from './timeline.js';

/** Explains a verdict: what it means, why it came to be, what follows from it, and what would have prevented it. */
export function explain(input: ExplanationInput): Explanation {
  const { verdict, vm } = input;
  const { severity, summary, cause, report, findings, circumstances } = verdict;
  const devices = devicesExplanation(input);
  const pins = pinsToTell(input);
  const story: Omit<Explanation, 'rules' | 'terms' | 'pins'> = {
    vm,
    act: circumstances.act,
    severity,
    mood: moodOf(severity),
    headline: headline(verdict, devices),
    summary,
    ...(cause === undefined ? {} : { cause: causeExplanation(cause) }),
    circumstances: circumstancesExplanation(input),
    ...(report === undefined ? {} : { matching: matchingExplanation(report) }),
    devices,
    findings,
    consequences: consequenceGroups(input),
    log: logSections(verdict),
    timeline: timelineSteps(input),
    prevention: preventions(input, devices),
    assumptions: assumptionsOf(verdict),
  };
  const { vm: _names, log: _foreign, ...ours } = story;
  const told = { ...ours, pins, rules: pins.length === 0 ? [] : ['MOVE-13'] };
  return {
    ...story,
    terms: termsIn(told),
    rules: mentionedRules(told),
    ...(pins.length === 0 ? {} : { pins }),
  };
}

/** MOVE-13: the pins of an image that was met, or is to be met, under a policy that leaves some of them to chance. */
function pinsToTell({ verdict, policy, pinning }: ExplanationInput): readonly Pin[] {
  const { report } = verdict;
  const known = pinning ?? (report === undefined ? undefined : pinningOfReport(report));
  if (known === undefined) return [];
  const isFullyPinned =
    policy !== undefined && known.needed.every(({ slot }) => assignmentOfSlot(policy, slot) !== 'fresh');
  return isFullyPinned ? [] : pinList(known);
}
