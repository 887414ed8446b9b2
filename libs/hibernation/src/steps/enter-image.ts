import type { RuleId } from '#libs/kernel-rules';
import { enterImage, type EnteredImage, type KernelPhase } from '#libs/linux-guest';
import { afterTime, done, outputOf, proceed, type Applied, type StepOutputs } from '#libs/saga';
import { defineVmStep, DURATION_MS, osDiskOf, partitionOf, type VerdictCause } from '#libs/vm-operations';
import { freezeFreshKernelStep, readImage } from './read-image.js';

/** Why a boot stays a cold boot although somebody may have hoped for a resume (TORPOR-19). */
export interface ColdBoot {
  readonly rule: RuleId;
  readonly phase: KernelPhase;
  /** Negative; absent where no check failed. */
  readonly errno?: number;
  readonly reason: string;
  /** The sources leave the cause open; this assumption decided. */
  readonly assumption?: RuleId;
  readonly imageLost: boolean;
  /** False for the ordinary case: there was no image. */
  readonly wasRejected: boolean;
}

type EnterImage =
  | { readonly kind: 'restore'; readonly diskId: string; readonly entered: EnteredImage }
  | { readonly kind: 'cold-boot'; readonly diskId: string; readonly cold: ColdBoot };

/** What later steps need to know; the guest itself goes on in its Hyper-V VM. */
export type Entered =
  | ({ readonly kind: 'restore' } & Omit<EnteredImage, 'guest'>)
  | { readonly kind: 'cold-boot'; readonly cold: ColdBoot };

/** Why the fresh kernel keeps the machine, or `undefined` when it gives way to the image. */
export function coldBootReason(outputs: StepOutputs): ColdBoot | undefined {
  const found = outputOf(outputs, readImage);
  if (found === undefined) throw new Error('enter-image needs a read image');
  switch (found.kind) {
    case 'no-image':
      return {
        rule: found.rule,
        phase: 'C2',
        reason: 'there is no hibernation image',
        imageLost: false,
        wasRejected: false,
      };
    case 'rejected':
      return rejected(found, found.imageLost);
    case 'restore': {
      const frozen = outputOf(outputs, freezeFreshKernelStep);
      return frozen?.kind === 'rejected' ? rejected(frozen, true) : undefined;
    }
  }
}

function rejected(
  { rule, phase, errno, symptom, assumption }: VerdictCause & Required<Pick<VerdictCause, 'errno'>>,
  imageLost: boolean,
): ColdBoot {
  const open = assumption === undefined ? {} : { assumption };
  return { rule, phase, errno, reason: symptom, ...open, imageLost, wasRejected: true };
}

/**
 * Control passes to the image (RESUME-4), or the fresh kernel goes on as a cold boot. The pivot: either way
 * the image is used up and the memory of the VM is no longer on its disk.
 */
export const enterImageStep = defineVmStep({
  name: 'enter-image',
  rules: ['RESUME-4', 'R22', 'R75', 'R78', 'TORPOR-19'],
  zone: 'pivot',
  decide: (facts, outputs) => {
    const { id: diskId, image } = osDiskOf(facts);
    const cold = coldBootReason(outputs);
    if (cold !== undefined || image === undefined) {
      if (cold === undefined) throw new Error('the image vanished after it was read');
      return proceed<EnterImage>({ kind: 'cold-boot', diskId, cold });
    }
    const entered = enterImage(image, partitionOf(facts).hardware);
    return proceed<EnterImage>({ kind: 'restore', diskId, entered });
  },
  apply: async (decision, ports, time): Promise<Applied<Entered>> => {
    if (decision.kind === 'cold-boot') {
      const { cold, diskId } = decision;
      return afterTime<Entered>(time, DURATION_MS.userSpaceBoot, async () => {
        if (cold.imageLost) await ports.disks.discardImage(diskId);
        else if (cold.wasRejected) await ports.disks.outdateImage(diskId);
        return done<Entered>({ kind: 'cold-boot', cold });
      });
    }
    const { guest, ...rest } = decision.entered;
    await ports.hyperv.change({ kind: 'guest-runs', guest });
    await ports.disks.discardImage(decision.diskId);
    return done<Entered>({ kind: 'restore', ...rest });
  },
});
