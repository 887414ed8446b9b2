import { SeededIds, seedFrom } from '#libs/determinism';
import { assignInstanceGuids, type KeptGuids } from '#libs/guid-policy';
import { refusal } from '#libs/refusal';
import { defaultConfigurationVersion } from '#libs/hosts';
import { stageMachine } from '#libs/linux-guest';
import { afterTime, done, proceed, skip } from '#libs/saga';
import { DURATION_MS } from '../durations.js';
import { savedForImage } from '../facts.js';
import { hardwareOn, slotsOf } from '../hardware.js';
import type { Partition } from '../partition.js';
import { defineVmStep } from '../vm-step.js';
import { placedBy } from './move.js';

interface CreateHypervVm {
  readonly partition: Partition;
  readonly kept: KeptGuids;
}

/** Creates a new Hyper-V VM of the same configuration; the policy in force names its devices (MOVE-2, MOVE-3). */
export const createHypervVm = defineVmStep({
  name: 'create-hyperv-vm',
  rules: ['TORPOR-4', 'MOVE-2', 'MOVE-3', 'MOVE-4', 'MOVE-5', 'MOVE-6', 'MOVE-7', 'CONSIDER-5'],
  zone: 'compensatable',
  decide: (facts, outputs) => {
    if (facts.partition !== undefined) return skip('the VM still has its Hyper-V VM');
    const placed = placedBy(outputs);
    if (placed === undefined) throw new Error('create-hyperv-vm needs a placed VM');
    const ids = new SeededIds(seedFrom(`${facts.operationId} devices`));
    const { devices, kept } = assignInstanceGuids(facts.policy, slotsOf(facts), facts.vm.keptGuids, ids);
    const partition: Partition = {
      vmId: facts.vm.id,
      hostId: placed.hostId,
      configurationVersion:
        savedForImage(facts)?.configurationVersion ?? defaultConfigurationVersion(placed.generation),
      hardware: stageMachine(hardwareOn(placed.generation, devices, facts), facts.faults, ids),
      vfsOffered: false,
      power: 'off',
    };
    return proceed<CreateHypervVm>({ partition, kept });
  },
  apply: ({ partition, kept }, ports, time) =>
    afterTime(time, DURATION_MS.createHypervVm, async () => {
      if ((await ports.hyperv.create(partition)) === 'host-down') {
        return { kind: 'failed', refusal: refusal('host-down', `host ${partition.hostId} went down`) };
      }
      await ports.vm.keepGuids(kept);
      return done({
        policyDevices: partition.hardware.devices.map(({ kind, index, instanceGuid }) => ({
          kind,
          index,
          instanceGuid,
        })),
      });
    }),
  // GUIDs that were drawn to be kept stay kept: they belong to the customer VM from now on (MOVE-6).
  undo: (_decision, ports) => ports.hyperv.destroy(),
});
