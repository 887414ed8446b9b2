import {
  awaitS4,
  checkEligibility,
  guestNotReady,
  hibernationVerdict,
  recordConfiguration,
  removeVfs,
  signalGuest,
  triggerVerdict,
} from '#libs/hibernation';
import type { HibernationOutcome } from '#libs/linux-guest';
import { withChange } from '#libs/preflight';
import { DURATION_MS, type VmFacts } from '#libs/vm-operations';
import type { ImageTransfer } from './image-transfer.js';
import { done, effectOf, withImage, type NamedEffect, type StepEnd } from './step-effect.js';

type AwaitS4 = Parameters<(typeof awaitS4)['apply']>[0];
type ReachedS4 = Omit<Extract<HibernationOutcome, { kind: 'reached-s4' }>, 'image'> & {
  readonly imageBytes: number;
};

/** Steps that put a guest to sleep. */
export const HIBERNATION_EFFECTS: readonly NamedEffect[] = [
  effectOf(checkEligibility, (decision, facts, nowMs) => {
    const refusal = guestNotReady(decision, nowMs);
    return refusal === undefined ? done(facts, decision) : { kind: 'failed', facts, tookMs: 0, refusal };
  }),
  effectOf(
    removeVfs,
    ({ vfs }, facts) => done(withChange(facts, { kind: 'vfs-hidden' }), { vfs }, DURATION_MS.offerVf),
    (_decision, facts) => withChange(facts, { kind: 'vfs-offered' }),
  ),
  effectOf(signalGuest, ({ answer, about }, facts) => {
    if (answer.kind === 'accepted') return done(facts, answer);
    const { rule, symptom } = answer;
    return {
      kind: 'failed',
      facts,
      tookMs: answer.kind === 'no-service' ? DURATION_MS.hibernateTimeout : 0,
      verdict: triggerVerdict({ rule, phase: 'trigger', symptom }, about),
    };
  }),
  effectOf(awaitS4, s4Awaited),
  effectOf(recordConfiguration, (saved, facts) => done({ ...facts, vm: { ...facts.vm, saved } }, saved)),
];

function s4Awaited(act: AwaitS4, facts: VmFacts): StepEnd<ReachedS4> {
  if (act.kind === 'nobody-acts') {
    return { kind: 'failed', facts, tookMs: act.waitsMs, verdict: act.verdict };
  }
  const { outcome, diskId, about } = act;
  const verdict = hibernationVerdict(outcome, about, true);
  if (outcome.kind === 'hung') {
    return { kind: 'failed', facts, tookMs: DURATION_MS.hibernateTimeout, verdict };
  }
  const told = { tookMs: outcome.tookMs, verdict, transfer: imageWritten(outcome, facts) };
  if (outcome.kind === 'aborted') {
    return {
      kind: 'failed',
      facts: withChange(facts, { kind: 'guest-runs', guest: outcome.guest }),
      ...told,
    };
  }
  const { image, ...rest } = outcome;
  const left = withChange(withImage(facts, diskId, image), {
    kind: outcome.sleepState === 'S4' ? 'entered-s4' : 'powered-off',
  });
  return { kind: 'done', facts: left, output: { ...rest, imageBytes: image.imageBytes }, ...told };
}

const BYTES_PER_MIB = 2 ** 20;

/** Step 7 takes no time but for moving the image, of which no more is written than there is swap (R82). */
function imageWritten({ steps }: HibernationOutcome, { partition }: VmFacts): ImageTransfer {
  const ms = steps.find(({ rule }) => rule === 'HIBERNATE-7')?.tookMs ?? 0;
  const profile = partition?.guest?.profile;
  if (ms === 0 || profile === undefined) return { ms: 0, bytes: 0 };
  return { ms, bytes: Math.min(profile.workingSetMib, profile.swapMib) * BYTES_PER_MIB };
}
