import type { Finding, Severity } from '#libs/linux-guest';
import { sentence } from '#libs/preflight';
import { REFUSALS } from '#libs/refusal';
import type { Verdict, VerdictCause } from '#libs/vm-operations';
import { kindOfSlot } from '#libs/vmbus';
import type { FateCause, FateKind } from './guest-fates.js';
import type { LivedAct } from './vm-life.js';

/** What became of a guest, as a fleet counts it. */
export interface Fate {
  readonly kind: FateKind;
  readonly cause: FateCause;
  /** Without moving the image. */
  readonly ms: number;
  readonly imageMib: number;
  readonly bytesPerSecond: number;
}

const BYTES_PER_MIB = 2 ** 20;

/** Throws `Error` for a boot: a boot is no fate. */
export function fateOf(lived: LivedAct): Fate {
  const { act, tookMs, transfer, bytesPerSecond } = lived;
  if (act === 'boot') throw new Error('a boot is no fate');
  const kind = kindOf(lived);
  return {
    kind,
    cause: { act, kind, ...whyOf(lived, kind) },
    ms: tookMs - transfer.ms,
    imageMib: transfer.bytes / BYTES_PER_MIB,
    bytesPerSecond,
  };
}

const KINDS: Readonly<Record<Verdict['severity'], FateKind>> = {
  resumed: 'resumed',
  'resumed-degraded': 'degraded',
  'resume-rejected-cold-boot': 'cold',
  'cold-boot': 'cold',
  hibernated: 'asleep',
  'stopped-not-hibernated': 'stopped',
  'hibernate-aborted': 'aborted',
  'hung-or-undefined': 'hung',
};

function kindOf({ verdict, refusals, act }: LivedAct): FateKind {
  if (refusals.length > 0) return 'refused';
  if (verdict === undefined) throw new Error(`${act} ended without a verdict`);
  return KINDS[verdict.severity];
}

type Why = Omit<FateCause, 'act' | 'kind'>;

function whyOf({ verdict, refusals: [refusal] }: LivedAct, kind: FateKind): Why {
  if (refusal !== undefined) return { rule: refusal.rule, summary: REFUSALS[refusal.code].sentence };
  if (kind === 'asleep') return { summary: 'The memory of the VM is on its disk.' };
  if (kind === 'resumed') return { summary: 'The VM runs on where it was put to sleep.' };
  const { cause, findings = [], summary = '' } = verdict ?? {};
  if (cause !== undefined) return ofCause(cause);
  // That the platform saw no hibernation is found last.
  const gravest = gravestOf(kind === 'stopped' ? findings.toReversed() : findings);
  return gravest === undefined ? { summary: sentence(summary) } : ofFinding(gravest);
}

function ofCause({ rule, phase, symptom }: VerdictCause): Why {
  const words = symptom.split(/[^\w]+/);
  const slot = words.map((word, at) => `${word} ${words[at + 1]}`).find((two) => kindOfSlot(two));
  const device = slot === undefined ? undefined : kindOfSlot(slot);
  return { rule, phase, ...(device === undefined ? {} : { device }), summary: sentence(symptom) };
}

/** The summary of a finding names GUIDs and addresses of one VM; what follows from it is the same for all. */
function ofFinding({ rule, phase, slot, consequence }: Finding): Why {
  const device = slot === undefined ? undefined : (kindOfSlot(slot) ?? slot.replace(/ \d+$/, ''));
  return { rule, phase, ...(device === undefined ? {} : { device }), summary: consequence };
}

const BY_GRAVITY: readonly Severity[] = [
  'hung-or-undefined',
  'hibernate-aborted',
  'resume-rejected-cold-boot',
  'resumed-degraded',
];

/** The first of the gravest; `undefined` where nothing is out of order. */
function gravestOf(findings: readonly Finding[]): Finding | undefined {
  for (const gravity of BY_GRAVITY) {
    const found = findings.find(({ severity }) => severity === gravity);
    if (found !== undefined) return found;
  }
  return undefined;
}
