import {
  bootGuest,
  bootLog,
  RESUME_SEQUENCE,
  type GuestStepRecord,
  type RunningGuest,
} from '#libs/linux-guest';
import { afterTime, done, proceed } from '#libs/saga';
import { defineVmStep, DURATION_MS, freshBootId, partitionOf, vfsOf } from '#libs/vm-operations';

/**
 * A fresh kernel boots on the new machine, in the ordinary way (RESUME-1). Where the policy takes VFs away it
 * also holds new ones back until the resume is over (MOVE-10); elsewhere the fresh kernel already gets them.
 */
export const bootFreshKernel = defineVmStep({
  name: 'boot-fresh-kernel',
  rules: ['RESUME-1', 'VPCI-6'],
  zone: 'compensatable',
  decide: (facts) => {
    const { hardware, vfsOffered } = partitionOf(facts);
    const offersVfs = !vfsOffered && !facts.policy.removeVfsBeforeHibernation && vfsOf(hardware).length > 0;
    return proceed({
      offersVfs,
      guest: bootGuest(hardware, facts.profile, {
        bootId: freshBootId(facts),
        vfPresent: vfsOffered || offersVfs,
      }),
    });
  },
  apply: ({ guest, offersVfs }, ports, time) =>
    afterTime(time, DURATION_MS.firmwareAndKernelBoot, async () => {
      await ports.hyperv.change({ kind: 'guest-runs', guest, bootedAtMs: time.nowMs });
      if (offersVfs) await ports.hyperv.change({ kind: 'vfs-offered' });
      return done(freshKernelBooted(guest));
    }),
  undo: (_decision, ports) => ports.hyperv.change({ kind: 'powered-off' }),
});

/** What is kept of a fresh kernel that has booted. */
export function freshKernelBooted(guest: RunningGuest) {
  const { bootId, protocolVersion, channels } = guest;
  const record: GuestStepRecord = {
    ...RESUME_SEQUENCE[0],
    outcome: 'done',
    tookMs: DURATION_MS.firmwareAndKernelBoot,
    notes: [`VMBus ${protocolVersion}, ${channels.length} devices`],
    log: bootLog(guest),
  };
  return { bootId, protocolVersion, record };
}
