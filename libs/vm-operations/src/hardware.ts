import { Random, seedFrom } from '#libs/determinism';
import { deviceSlotsOf } from '#libs/guid-policy';
import type { HostGeneration } from '#libs/hosts';
import type { VirtualHardware } from '#libs/linux-guest';
import type { DeviceSlot, VirtualDevice } from '#libs/vmbus';
import { osDiskOf, type VmFacts } from './facts.js';

/** MOVE-5: an Azure VM has exactly two synthetic SCSI controllers, OS and data. */
export const SCSI_CONTROLLERS = 2;

/**
 * How far apart two connections may start numbering their relids. Hosts offer devices that Linux ignores, in
 * varying number, before the ones it uses (R8); the spread is ours. Source: ASSUME-15.
 */
const FIRST_RELID_SPREAD = 4;

/** All hosts run one firmware, or load the one that an image was made with (R76). */
const FIRMWARE = '1';

/** The device slots of a VM's configuration: the same wherever it runs (MOVE-2). */
export function slotsOf(facts: Pick<VmFacts, 'nics' | 'size'>): readonly DeviceSlot[] {
  return deviceSlotsOf({
    scsiControllers: SCSI_CONTROLLERS,
    nics: facts.nics.map(({ mac, isAccelerated }) => ({ mac, accelerated: isAccelerated })),
    dda: facts.size.ddaDevices,
  });
}

/** The machine that a host of `generation` presents to this VM's guest. */
export function hardwareOn(
  generation: HostGeneration,
  devices: readonly VirtualDevice[],
  facts: VmFacts,
): VirtualHardware {
  const { size, vm } = facts;
  const { processorVendor, processorModel, processorRank, hypervLevel, vmbusVersions } = generation;
  return {
    vcpus: size.vcpus,
    memoryMib: size.memoryMib,
    s4Enabled: vm.hibernationEnabled,
    devices,
    processorVendor,
    processorModel,
    processorRank,
    hypervLevel,
    vmbusVersions,
    firstRelid: 1 + new Random(seedFrom(facts.operationId)).below(FIRST_RELID_SPREAD),
    imageBytesPerSecond: Math.min(size.diskBytesPerSecond, osDiskOf(facts).bytesPerSecond),
    firmware: FIRMWARE,
    facsSignature: 0,
    scsiDisks: facts.disks.length + (size.hasTemporaryDisk ? 1 : 0),
    hasTemporaryDisk: size.hasTemporaryDisk,
    faults: [],
  };
}
