import type { RuleId } from '#libs/kernel-rules';
import { restoreGuest, type RestoreOutcome } from '#libs/linux-guest';
import { afterTime, done, outputOf, proceed, skip, type Applied, type StepOutputs } from '#libs/saga';
import { defineVmStep, DURATION_MS, osDiskOf, partitionOf } from '#libs/vm-operations';
import { freezeFreshKernelStep, readImage } from './read-image.js';

/** Why a boot stays a cold boot although somebody may have hoped for a resume (TORPOR-19). */
export interface ColdBoot {
  readonly rule: RuleId;
  readonly reason: string;
  readonly imageLost: boolean;
  /** False for the ordinary case: there was no image. */
  readonly wasRejected: boolean;
}

type EnterImage =
  | { readonly kind: 'restore'; readonly diskId: string; readonly restored: RestoreOutcome }
  | { readonly kind: 'cold-boot'; readonly diskId: string; readonly cold: ColdBoot };

/** Why the fresh kernel keeps the machine, or `undefined` when it gives way to the image. */
export function coldBootReason(outputs: StepOutputs): ColdBoot | undefined {
  const found = outputOf(outputs, readImage);
  if (found === undefined) throw new Error('enter-image needs a read image');
  switch (found.kind) {
    case 'no-image':
      return {
        rule: found.rule,
        reason: 'there is no hibernation image',
        imageLost: false,
        wasRejected: false,
      };
    case 'rejected':
      return { rule: found.rule, reason: found.symptom, imageLost: found.imageLost, wasRejected: true };
    case 'restore': {
      const frozen = outputOf(outputs, freezeFreshKernelStep);
      return frozen?.kind === 'rejected'
        ? { rule: frozen.rule, reason: frozen.symptom, imageLost: true, wasRejected: true }
        : undefined;
    }
  }
}

/**
 * Control passes to the image (RESUME-4), or the fresh kernel goes on as a cold boot. The pivot: either way
 * the image is used up and the memory of the VM is no longer on its disk.
 */
export const enterImage = defineVmStep({
  name: 'enter-image',
  rules: ['RESUME-4', 'R22', 'R75', 'TORPOR-19'],
  zone: 'pivot',
  decide: (facts, outputs) => {
    const { id: diskId, image } = osDiskOf(facts);
    const cold = coldBootReason(outputs);
    if (cold !== undefined || image === undefined) {
      if (cold === undefined) throw new Error('the image vanished after it was read');
      return proceed<EnterImage>({ kind: 'cold-boot', diskId, cold });
    }
    const { hardware, vfsOffered } = partitionOf(facts);
    const restored = restoreGuest(image, hardware, { vfPresent: vfsOffered });
    return proceed<EnterImage>({ kind: 'restore', diskId, restored });
  },
  apply: async (decision, ports, time): Promise<Applied<EnterImage>> => {
    if (decision.kind === 'cold-boot') {
      return afterTime<EnterImage>(time, DURATION_MS.userSpaceBoot, async () => {
        if (decision.cold.imageLost) await ports.disks.discardImage(decision.diskId);
        return done<EnterImage>(decision);
      });
    }
    await ports.disks.discardImage(decision.diskId);
    return done<EnterImage>(decision);
  },
});

/** Offers of the new machine meet the channels of the image (RESUME-5, DEVICES-2 to DEVICES-7). */
export const matchOffers = defineVmStep({
  name: 'match-offers',
  rules: ['RESUME-5', 'DEVICES-2', 'DEVICES-3', 'DEVICES-4', 'DEVICES-5', 'DEVICES-7', 'R49', 'R53'],
  zone: 'retriable',
  hasEffect: false,
  decide: (_facts, outputs) => {
    const entered = outputOf(outputs, enterImage);
    if (entered?.kind !== 'restore') return skip('a cold boot matches nothing');
    return proceed(entered.restored.report);
  },
  apply: (report, _ports, time) => afterTime(time, report.waitMs, async () => done(report)),
});

/** Drivers reopen what was matched and ask for their sub-channels afresh (DEVICES-11); what was not stays dead. */
export const reopenChannels = defineVmStep({
  name: 'reopen-channels',
  rules: ['RESUME-5', 'RESUME-6', 'DEVICES-6', 'DEVICES-11', 'R54', 'R56'],
  zone: 'retriable',
  decide: (_facts, outputs) => {
    const entered = outputOf(outputs, enterImage);
    if (entered?.kind !== 'restore') return skip('a cold boot has its channels open');
    const { guest, severity, findings, report, tookMs } = entered.restored;
    return proceed({ guest, severity, findings, remainingMs: Math.max(0, tookMs - report.waitMs) });
  },
  apply: ({ guest, severity, findings, remainingMs }, ports, time) =>
    afterTime(time, remainingMs, async () => {
      await ports.hyperv.change({ kind: 'guest-runs', guest });
      return done({ severity, findings, bootId: guest.bootId });
    }),
});
