import { afterTime, done, proceed, skip } from '#libs/saga';
import { defineVmStep, DURATION_MS, partitionOf, vfsOf } from '#libs/vm-operations';

/** Takes the VFs away before the guest hears of hibernation, so that the image holds none (MOVE-9). */
export const removeVfs = defineVmStep({
  name: 'remove-vfs',
  rules: ['MOVE-9', 'R64'],
  zone: 'compensatable',
  decide: (facts) => {
    const { hardware, vfsOffered } = partitionOf(facts);
    const vfs = vfsOf(hardware).map(({ index, instanceGuid }) => ({ index, instanceGuid }));
    if (vfs.length === 0 || !vfsOffered) return skip('the VM has no VF');
    if (!facts.policy.removeVfsBeforeHibernation) {
      return skip(`policy ${facts.policy.name} leaves VFs in the VM`);
    }
    return proceed({ vfs });
  },
  apply: ({ vfs }, ports, time) =>
    afterTime(time, DURATION_MS.offerVf, async () => {
      await ports.hyperv.change({ kind: 'vfs-hidden' });
      return done({ vfs });
    }),
  undo: (_decision, ports) => ports.hyperv.change({ kind: 'vfs-offered' }),
});
