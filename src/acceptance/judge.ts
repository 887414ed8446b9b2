import type { RuleId } from '#libs/kernel-rules';
import { worstSeverity, type KernelPhase } from '#libs/linux-guest';
import type { VerdictDocument } from '../cli/api-types.js';
import type { AcceptanceCase, Expectation, ExtraCheck } from './acceptance-case.js';
import type { VmState } from './scratch-vm.js';

/** A VM before it went to sleep and after its start, with what was said of both. */
export interface Sleep {
  readonly before: VmState;
  readonly hibernation?: VerdictDocument;
  readonly after: VmState;
}

/** What a verdict comes down to: where it happened, by which rule, to what. */
export interface Story {
  readonly phase?: KernelPhase;
  readonly rule?: RuleId;
  readonly slot?: string;
  readonly what: string;
}

/** Lines that a kernel logs on its way to S4, and when it is back. */
const HIBERNATION_LOG = ['hibernation entry', 'Image saving done', 'sleep state S4'] as const;
const RESUME_LOG = ['resume from hibernation', 'Image loading done', 'hibernation exit'] as const;
const CLOCK_LOG = 'TimeSync: the clock is set';

/** What is wrong with a resume, the gravest first; nothing when it is as expected. */
export function problemsOf(sleep: Sleep, expects: Expectation): readonly string[] {
  const { verdict } = sleep.after.emulation;
  if (verdict === undefined) return ['the start left no verdict'];
  switch (expects.kind) {
    case 'comes back':
      return [
        ...comebackProblems(sleep, verdict),
        ...expects.also.flatMap((name) => CHECKS[name](sleep, verdict)),
      ];
    case 'must not come back silently':
      return limitProblems(verdict, expects);
    default:
      return assertNever(expects);
  }
}

/** Why a verdict is what it is: its cause, or the first of its gravest findings. */
export function storyOf({
  cause,
  findings,
  summary,
}: Pick<VerdictDocument, 'cause' | 'findings' | 'summary'>): Story {
  if (cause !== undefined) return { phase: cause.phase, rule: cause.rule, what: cause.symptom };
  const worst = worstSeverity(findings);
  const finding = findings.find(({ severity }) => severity === worst);
  if (finding === undefined) return { what: summary };
  const { phase, rule, slot } = finding;
  return { phase, rule, ...(slot === undefined ? {} : { slot }), what: finding.summary };
}

/** `resumed-degraded at R2r (R56): nic 0 (...) is in the image, but ...`. */
export function told(verdict: Pick<VerdictDocument, 'severity' | 'cause' | 'findings' | 'summary'>): string {
  const { phase, rule, what } = storyOf(verdict);
  const where = phase === undefined ? '' : ` at ${phase}`;
  const why = rule === undefined ? '' : ` (${rule})`;
  return `${verdict.severity}${where}${why}: ${what.replace(/\.$/, '')}`;
}

/** What a case that passed has shown, from its last resume. */
export function praise(sleeps: readonly Sleep[], { expects }: Pick<AcceptanceCase, 'expects'>): string {
  const last = sleeps.at(-1);
  const verdict = last?.after.emulation.verdict;
  if (last === undefined || verdict === undefined) return '';
  if (expects.kind === 'must not come back silently') return told(verdict);
  const { nics, vfs, disks } = last.after;
  const times = sleeps.length === 1 ? '' : ` after ${sleeps.length} resumes`;
  return `the same boot${times}, ${counted(nics, 'NIC')}, ${counted(vfs, 'VF')}, ${counted(disks, 'disk')}`;
}

function comebackProblems(
  { before, after, hibernation }: Sleep,
  verdict: VerdictDocument,
): readonly string[] {
  const { bootId } = before.emulation;
  const lost = (['nics', 'vfs', 'disks'] as const).filter((what) => before[what] !== after[what]);
  return [
    ...(verdict.severity === 'resumed' ? [] : [told(verdict)]),
    ...(bootId !== undefined && after.emulation.bootId === bootId
      ? []
      : ['it is another boot of Linux that runs now']),
    ...lost.map((what) => `it had ${before[what]} ${NOUNS[what]} and has ${after[what]}`),
    ...missingLines(hibernation, HIBERNATION_LOG, 'hibernation'),
    ...missingLines(verdict, RESUME_LOG, 'resume'),
    ...[hibernation, verdict].flatMap(errorLines),
  ];
}

const NOUNS = { nics: 'NICs', vfs: 'VFs', disks: 'disks' } as const;

const CHECKS: Readonly<Record<ExtraCheck, (sleep: Sleep, verdict: VerdictDocument) => readonly string[]>> = {
  clock: ({ after }, verdict) => {
    const row = verdict.report?.rows.find(({ slot }) => slot === 'timesync 0');
    return [
      ...(row?.outcome === 'matched' ? [] : ['the time service did not meet its channel']),
      ...(after.emulation.clock === 'host-time' ? [] : ['the clock of the guest does not follow its host']),
      ...missingLines(verdict, [CLOCK_LOG], 'resume'),
    ];
  },
  vfs: ({ before }, { vfs }) => {
    const [removed, arrived] = [vfs?.removed.length ?? 0, vfs?.arrived.length ?? 0];
    if (before.vfs > 0 && removed === before.vfs && arrived === before.vfs) return [];
    return [`of ${counted(before.vfs, 'VF')}, ${removed} left before and ${arrived} came after`];
  },
  host: ({ before, after }) =>
    before.emulation.hostName === after.emulation.hostName
      ? [`it is on host ${after.emulation.hostName ?? 'none'} again`]
      : [],
};

function limitProblems(
  verdict: VerdictDocument,
  { severity, phase, rule, slot }: Extract<Expectation, { kind: 'must not come back silently' }>,
): readonly string[] {
  if (verdict.severity === 'resumed') return ['it came back as if nothing had happened'];
  const places: readonly Omit<Story, 'what'>[] = [
    ...(verdict.cause === undefined ? [] : [verdict.cause]),
    ...verdict.findings,
  ];
  const isTold = places.some(
    (place) => place.phase === phase && place.rule === rule && (slot === undefined || place.slot === slot),
  );
  if (verdict.severity === severity && isTold) return [];
  const about = slot === undefined ? '' : ` about ${slot}`;
  return [`expected ${severity} at ${phase} (${rule})${about}, not ${told(verdict)}`];
}

function missingLines(
  verdict: VerdictDocument | undefined,
  wanted: readonly string[],
  act: string,
): readonly string[] {
  const log = verdict?.log ?? [];
  return wanted
    .filter((part) => !log.some(({ text }) => text.includes(part)))
    .map((part) => `the log of the ${act} lacks "${part}"`);
}

function errorLines(verdict: VerdictDocument | undefined): readonly string[] {
  return (verdict?.log ?? [])
    .filter(({ level }) => level === 'error')
    .map(({ text }) => `an error in the log: ${text}`);
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function assertNever(value: never): never {
  throw new Error(`unexpected expectation ${JSON.stringify(value)}`);
}
