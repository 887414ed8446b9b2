import { SeededIds, seedFrom } from '#libs/determinism';
import { bootGuest } from '#libs/linux-guest';
import { afterTime, done, proceed, skip } from '#libs/saga';
import { DURATION_MS } from '../durations.js';
import { partitionOf, type VmFacts } from '../facts.js';
import { defineVmStep } from '../vm-step.js';
import { vfsOf } from '../partition.js';

/** A boot identity for the Linux that this operation starts. */
export function freshBootId(facts: VmFacts): string {
  return new SeededIds(seedFrom(`${facts.operationId} boot`)).nextGuid();
}

/** An ordinary boot to a running system. */
export const bootVm = defineVmStep({
  name: 'boot-guest',
  rules: ['RESUME-1', 'ENABLE-4', 'ENABLE-5'],
  zone: 'compensatable',
  decide: (facts) => {
    const { hardware, vfsOffered } = partitionOf(facts);
    return proceed({
      guest: bootGuest(hardware, facts.profile, { bootId: freshBootId(facts), vfPresent: vfsOffered }),
    });
  },
  apply: ({ guest }, ports, time) =>
    afterTime(time, DURATION_MS.firmwareAndKernelBoot + DURATION_MS.userSpaceBoot, async () => {
      await ports.hyperv.change({ kind: 'guest-runs', guest, bootedAtMs: time.nowMs });
      return done({ bootId: guest.bootId, protocolVersion: guest.protocolVersion });
    }),
  undo: (_decision, ports) => ports.hyperv.change({ kind: 'powered-off' }),
});

/** VFs come only once the synthetic NIC's driver has said that it is ready for one (VPCI-6). */
export const offerVfs = defineVmStep({
  name: 'offer-vfs',
  rules: ['VPCI-6', 'MOVE-10'],
  zone: 'compensatable',
  decide: (facts) => {
    const { hardware, vfsOffered } = partitionOf(facts);
    const vfs = vfsOf(hardware).map(({ index, instanceGuid }) => ({ index, instanceGuid }));
    if (vfs.length === 0) return skip('no NIC has accelerated networking');
    return vfsOffered ? skip('the VFs are in the VM already') : proceed({ vfs });
  },
  apply: ({ vfs }, ports, time) =>
    afterTime(time, DURATION_MS.offerVf, async () => {
      await ports.hyperv.change({ kind: 'vfs-offered' });
      return done({ vfs });
    }),
  undo: (_decision, ports) => ports.hyperv.change({ kind: 'vfs-hidden' }),
});
