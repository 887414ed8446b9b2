import { worstSeverity, type Finding } from '#libs/linux-guest';
import type { Verdict } from '#libs/vm-operations';
import type { DeviceCause, DeviceExplanation, Mood } from './explanation.js';
import { gravityOf, lossOf, reasonOf } from './plain-words.js';

/** More losses than this are counted, not named. */
const MOST_LOSSES = 3;

/** One sentence for somebody who does not know VMBus. */
export function headline(verdict: Verdict, devices: readonly DeviceExplanation[]): string {
  const { severity, cause } = verdict;
  switch (severity) {
    case 'resumed':
      return cameBack(verdict);
    case 'resumed-degraded':
      return `The VM came back, but ${lossesText(verdict)}${becauseText(devices)}.`;
    case 'hung-or-undefined':
      return hung(verdict, devices);
    case 'resume-rejected-cold-boot':
      return `The VM started, but what was in its memory is ${memoryFate(verdict)}: ${reasonText(cause)}.`;
    case 'cold-boot':
      return 'The VM started afresh: there was no saved memory to come back to.';
    case 'hibernated':
      return 'The VM sleeps: its memory is saved on its disk, and no host has to keep it any more.';
    case 'stopped-not-hibernated':
      return 'The VM saved its memory and turned itself off, but the platform takes it for switched off: it keeps its host.';
    case 'hibernate-aborted':
      return `The VM did not go to sleep and runs on as before: ${reasonText(cause)}.`;
  }
}

function cameBack({ report }: Verdict): string {
  const count = report === undefined ? 0 : report.matched;
  const devices = count === 0 ? '' : `, with all ${count} of its devices`;
  return `The VM came back: the same programs run on where they were put to sleep${devices}.`;
}

function hung(verdict: Verdict, devices: readonly DeviceExplanation[]): string {
  const { act } = verdict.circumstances;
  if (act === 'hibernation') {
    return `The VM hangs half-way to sleep and can only be switched off: ${reasonText(verdict.cause)}.`;
  }
  if (verdict.cause !== undefined) {
    return `The VM hangs before its saved memory could take over, and sleeps again: ${reasonOf(verdict.cause)}.`;
  }
  if (verdict.findings.some(({ rule }) => rule === 'R14')) {
    return 'The VM never finished waking up and hangs: it cannot talk to its new host, which speaks another protocol.';
  }
  const waiting = verdict.findings.find(
    ({ summary, severity }) => severity === 'hung-or-undefined' && /without limit/.test(summary),
  );
  if (waiting !== undefined) {
    return `The VM never finished waking up and hangs: ${reasonOf({ rule: waiting.rule, phase: waiting.phase })}.`;
  }
  if (isUndefined(verdict.findings)) {
    return `The VM seems to have come back, but ${lossesText(verdict)}, and nobody can say what happens next.`;
  }
  return `The VM came back only to die: ${lossesText(verdict)}${becauseText(devices)}.`;
}

/** Nothing is visibly broken, and yet nothing can be relied on (CONSIDER-7, R57, R78). */
function isUndefined(findings: readonly Finding[]): boolean {
  const gravest = findings.filter(({ severity }) => severity === 'hung-or-undefined');
  const isSilent = ({ rule, summary }: Finding) =>
    rule === 'CONSIDER-7' || rule === 'R78' || (rule === 'R57' && !summary.includes('gone'));
  return gravest.length > 0 && gravest.every(isSilent);
}

/** The gravest losses, those that people notice first, each once. */
function lossesText({ findings }: Verdict): string {
  const worst = worstSeverity(findings);
  // Beside what kills it, nobody asks what else is lost.
  const grave = findings.filter(({ severity }) => severity === worst);
  const losses = [...new Set(grave.toSorted((a, b) => gravityOf(a) - gravityOf(b)).map(lossOf))];
  if (losses.length === 0) return 'not everything in it works';
  const named = losses.slice(0, MOST_LOSSES);
  const more = losses.length - named.length;
  return joined(
    more === 0 ? named : [...named, `${more} more ${more === 1 ? 'thing is' : 'things are'} lost`],
  );
}

function joined(parts: readonly string[]): string {
  if (parts.length <= 1) return parts[0] ?? '';
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** Why devices were lost, in one clause; nothing where each has a story of its own. */
function becauseText(devices: readonly DeviceExplanation[]): string {
  const lost = devices.filter(({ outcome }) => outcome === 'unmatched' || outcome === 'late');
  if (lost.length === 0) return '';
  const isAll = (test: (cause: DeviceCause) => boolean) => lost.every(({ causes }) => causes.some(test));
  if (isAll(({ rules }) => rules.includes('MOVE-12'))) {
    return ', because it went to sleep with a device that only existed on its old host';
  }
  if (isAll(({ assignment }) => assignment === 'fresh')) {
    return ', because its new machine gave its devices other identities than its memory knows';
  }
  if (lost.every(({ outcome }) => outcome === 'late')) return ', because the host offered it too late';
  return ', because it did not find its devices again on its new machine';
}

/** R75 C3, R78: up to the signature the image stays where it is. */
function memoryFate({ cause }: Verdict): string {
  return cause !== undefined && leavesImage(cause) ? 'still on its disk, unread' : 'lost';
}

export function leavesImage({ phase }: NonNullable<Verdict['cause']>): boolean {
  return phase === 'C0' || phase === 'C1';
}

function reasonText(cause: Verdict['cause']): string {
  return cause === undefined ? 'its kernel gave no reason' : reasonOf(cause);
}

export function moodOf(severity: Verdict['severity']): Mood {
  switch (severity) {
    case 'resumed':
    case 'hibernated':
      return 'good';
    case 'resumed-degraded':
    case 'cold-boot':
    case 'stopped-not-hibernated':
      return 'notable';
    case 'resume-rejected-cold-boot':
    case 'hibernate-aborted':
    case 'hung-or-undefined':
      return 'bad';
  }
}
