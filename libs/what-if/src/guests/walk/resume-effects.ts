import {
  bootFreshKernel,
  enterImageStep,
  freezeFreshKernelStep,
  freshKernelBooted,
  matchOffersStep,
  readImage,
  recordVerdict,
  reopenChannelsStep,
  type Entered,
} from '#libs/hibernation';
import { withChange } from '#libs/preflight';
import { DURATION_MS, osDiskOf, type VmFacts } from '#libs/vm-operations';
import type { ImageTransfer } from './image-transfer.js';
import { done, effectOf, withImage, type NamedEffect, type StepEnd } from './step-effect.js';

type EnterImage = Parameters<(typeof enterImageStep)['apply']>[0];

/** Steps of a start: a fresh kernel boots, and the image takes over if there is one. */
export const RESUME_EFFECTS: readonly NamedEffect[] = [
  effectOf(
    bootFreshKernel,
    ({ guest, offersVfs }, facts, nowMs) => {
      const tookMs = DURATION_MS.firmwareAndKernelBoot;
      const booted = withChange(facts, { kind: 'guest-runs', guest, bootedAtMs: nowMs + tookMs });
      const running = offersVfs ? withChange(booted, { kind: 'vfs-offered' }) : booted;
      return done(running, freshKernelBooted(guest), tookMs);
    },
    (_decision, facts) => withChange(facts, { kind: 'powered-off' }),
  ),
  effectOf(readImage, (found, facts) => {
    const { tookMs } = found.record;
    return { kind: 'done', facts, output: found, tookMs, transfer: imageRead(facts, tookMs) };
  }),
  effectOf(freezeFreshKernelStep, (frozen, facts) => {
    if (frozen.kind !== 'hung') return done(facts, frozen, frozen.tookMs);
    return { kind: 'failed', facts, tookMs: DURATION_MS.hibernateTimeout, verdict: frozen.verdict };
  }),
  effectOf(enterImageStep, imageEntered),
  effectOf(matchOffersStep, (decision, facts) => done(facts, decision, decision.report.waitMs)),
  effectOf(reopenChannelsStep, ({ guest, findings, records }, facts) => {
    const tookMs = records.reduce((sum, record) => sum + record.tookMs, 0);
    const running = withChange(facts, { kind: 'guest-runs', guest });
    return done(running, { findings, records, bootId: guest.bootId }, tookMs);
  }),
  effectOf(recordVerdict, (verdict, facts) => ({
    kind: 'done',
    facts,
    output: verdict,
    tookMs: 0,
    verdict,
  })),
];

function imageEntered(decision: EnterImage, facts: VmFacts): StepEnd<Entered> {
  const { diskId } = decision;
  if (decision.kind === 'cold-boot') {
    const { cold } = decision;
    return done(afterColdBoot(facts, decision), { kind: 'cold-boot', cold }, DURATION_MS.userSpaceBoot);
  }
  const { guest, ...rest } = decision.entered;
  const entered = withChange(facts, { kind: 'guest-runs', guest });
  return done(withImage(entered, diskId, undefined), { kind: 'restore', ...rest });
}

/** What remains of an image that was not resumed: nothing, or one that must not be resumed any more (R78). */
function afterColdBoot(
  facts: VmFacts,
  { cold, diskId }: Extract<EnterImage, { kind: 'cold-boot' }>,
): VmFacts {
  if (cold.imageLost) return withImage(facts, diskId, undefined);
  const { image } = osDiskOf(facts);
  return cold.wasRejected && image !== undefined
    ? withImage(facts, diskId, { ...image, isStale: true })
    : facts;
}

/** All of an image, or nothing: a check that fails before it takes no time. */
function imageRead(facts: VmFacts, ms: number): ImageTransfer {
  const bytes = osDiskOf(facts).image?.imageBytes ?? 0;
  return ms === 0 ? { ms: 0, bytes: 0 } : { ms, bytes };
}
