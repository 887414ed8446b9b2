import {
  HIBERNATION_SEQUENCE,
  type Finding,
  type GuestStepRecord,
  type KernelPhase,
} from '#libs/linux-guest';
import type { Mood, TimelineStep } from './explanation.js';
import type { ExplainedOperation, ExplainedStep, ExplanationInput } from './explanation-input.js';
import { stepTitle } from './step-titles.js';

/** The steps of the story on the time of the operation, platform and guest together. */
export function timelineSteps({ operation, verdict }: ExplanationInput): readonly TimelineStep[] {
  if (operation === undefined) return [];
  return operation.steps.flatMap((step) =>
    step.guestSteps.length === 0
      ? platformSteps(step)
      : [
          ...guestSteps(step, operation).map((shown) => withTrouble(shown, verdict.findings)),
          ...unreached(step),
        ],
  );
}

/** Work that the model gives no duration takes the few ms that the machine beneath needs. Unit: ms. */
const LEAST_TOLD_MS = 100;

/** Steps of the platform that took no time and did not fail are left out: nothing can be learnt from them. */
function platformSteps({
  name,
  rules,
  status,
  startedAtMs,
  endedAtMs,
  reason,
}: ExplainedStep): readonly TimelineStep[] {
  if (startedAtMs === undefined) return [];
  const tookMs = Math.max(0, (endedAtMs ?? startedAtMs) - startedAtMs);
  const outcome = PLATFORM_OUTCOMES[status];
  const isUneventful = outcome === 'done' || outcome === 'undone';
  if (outcome === 'skipped' || outcome === 'not-reached' || (isUneventful && tookMs < LEAST_TOLD_MS))
    return [];
  const [rule] = rules;
  // Without a part for the image, entering it was a cold boot (TORPOR-19).
  const isColdBoot = name === 'enter-image';
  return [
    {
      name,
      title: isColdBoot ? 'Programs start anew' : stepTitle(name),
      where: isColdBoot ? 'fresh kernel' : 'platform',
      ...(rule === undefined ? {} : { rule }),
      startedMs: startedAtMs,
      tookMs,
      outcome,
      mood: moodOfOutcome(outcome),
      notes: reason === undefined ? [] : [reason],
      trouble: [],
    },
  ];
}

const PLATFORM_OUTCOMES: Readonly<Record<ExplainedStep['status'], TimelineStep['outcome']>> = {
  pending: 'not-reached',
  running: 'done',
  waiting: 'done',
  done: 'done',
  skipped: 'skipped',
  failed: 'failed',
  undoing: 'undone',
  undone: 'undone',
  'undo-failed': 'failed',
};

function guestSteps(
  { guestSteps: records, startedAtMs = 0, endedAtMs }: ExplainedStep,
  { pipeline }: ExplainedOperation,
) {
  let atMs = startedAtMs;
  return records.map((record): TimelineStep => {
    const startedMs = atMs;
    atMs += record.tookMs;
    // A wait without end lasts until somebody gives up.
    const lastsUntilMs = record.outcome === 'hung' ? Math.max(atMs, endedAtMs ?? atMs) : atMs;
    atMs = lastsUntilMs;
    return {
      name: record.name,
      title: stepTitle(record.name),
      where: placeOf(record, pipeline),
      rule: record.rule,
      startedMs,
      tookMs: lastsUntilMs - startedMs,
      outcome: record.outcome,
      mood: moodOfOutcome(record.outcome),
      notes: record.notes,
      trouble: [],
    };
  });
}

/** What was still before a guest that did not get to S4: the rest of its nine steps. */
function unreached({ name, guestSteps: records, endedAtMs = 0 }: ExplainedStep): readonly TimelineStep[] {
  const last = records.at(-1);
  if (name !== 'await-s4' || last === undefined || last.outcome === 'done') return [];
  return HIBERNATION_SEQUENCE.filter(({ step }) => step > last.step).map((step) => ({
    name: step.name,
    title: stepTitle(step.name),
    where: 'guest',
    rule: step.rule,
    startedMs: endedAtMs,
    tookMs: 0,
    outcome: 'not-reached',
    mood: 'good',
    notes: [],
    trouble: [],
  }));
}

/** RESUME-1 to RESUME-3 are the fresh kernel's, what comes after is the image's. */
function placeOf({ step, rule }: GuestStepRecord, pipeline: string): TimelineStep['where'] {
  if (!rule.startsWith('RESUME-') || pipeline.includes('hibernate')) return 'guest';
  return step <= 3 ? 'fresh kernel' : 'image';
}

const STEP_OF_PHASE: Partial<Record<KernelPhase, string>> = {
  H9: 'suspend-devices',
  H11: 'create-image',
  H14: 'suspend-again',
  C2: 'read-image',
  R1r: 'enter-image',
  R2r: 'reopen-channels',
  complete: 'run-from-image',
  after: 'run-from-image',
};

/** Rules of findings that say how offers met channels; what drivers ran into later is another step. */
const MATCHING_RULES: readonly Finding['rule'][] = ['R42', 'R44', 'R14', 'R51', 'R56', 'R65', 'R68'];

function withTrouble(step: TimelineStep, findings: readonly Finding[]): TimelineStep {
  const trouble = findings.flatMap((finding, index) => (isTroubleIn(step, finding) ? [index] : []));
  if (trouble.length === 0) return step;
  const isGrave = trouble.some((index) => findings[index]?.severity === 'hung-or-undefined');
  return { ...step, mood: isGrave || step.mood === 'bad' ? 'bad' : 'notable', trouble };
}

function moodOfOutcome(outcome: TimelineStep['outcome']): Mood {
  return outcome === 'failed' || outcome === 'hung' ? 'bad' : 'good';
}

function isTroubleIn({ name }: TimelineStep, { severity, phase, rule }: Finding): boolean {
  if (severity === 'resumed') return false;
  const isMatching = phase === 'R2r' && MATCHING_RULES.includes(rule);
  return name === (isMatching ? 'match-offers' : STEP_OF_PHASE[phase]);
}
