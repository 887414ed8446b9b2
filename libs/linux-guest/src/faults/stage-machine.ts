import { classOfKind, guid, type Guid, type VirtualDevice, type VirtualDeviceKind } from '#libs/vmbus';
import type { IdSource } from '#libs/determinism';
import { indexOf, kindOf } from '../driver-binding.js';
import type { VirtualHardware } from '../hardware.js';
import { isStaged, isStagedFor, slotsStaged, stagedNumber, stagedText, type Fault } from './fault.js';

/**
 * A newly created machine with the faults of the machine worked in: what it lacks, has besides, or has otherwise.
 * Draws GUIDs and MAC addresses that it needs from `ids`.
 */
export function stageMachine(
  hardware: VirtualHardware,
  faults: readonly Fault[],
  ids: IdSource,
): VirtualHardware {
  const changed = hardware.devices.filter(({ kind, index }) => !isMissing(faults, `${kind} ${index}`));
  const added = slotsStaged(faults, 'device-added').map((slot) => addedDevice(slot, ids));
  return {
    ...hardware,
    memoryMib: Math.max(stagedNumber(faults, 'memory-mib') ?? hardware.memoryMib, 1),
    vcpus: vcpusOf(hardware, faults),
    firmware: stagedText(faults, 'firmware') ?? hardware.firmware,
    facsSignature: stagedNumber(faults, 'facs-signature') ?? hardware.facsSignature,
    scsiDisks: stagedNumber(faults, 'scsi-disks') ?? hardware.scsiDisks,
    firstRelid: firstRelidOf(hardware, faults),
    vmbusVersions: stagedText(faults, 'vmbus-versions')?.split(/[ ,]+/) ?? hardware.vmbusVersions,
    s4Enabled: hardware.s4Enabled && !isStaged(faults, 's4-not-offered'),
    devices: [...changed.map((device) => stageDevice(device, faults, ids)), ...added],
    faults,
  };
}

/** More than this a Gen2 VM cannot have. Source: Hyper-V scalability limits, Windows Server 2022. */
const MOST_VCPUS = 1_024;

function vcpusOf({ vcpus }: VirtualHardware, faults: readonly Fault[]): number {
  const staged = stagedNumber(faults, 'vcpus');
  return staged === undefined ? vcpus : Math.min(Math.max(staged, 1), MOST_VCPUS);
}

/** Far enough from the last relid of a connection for any number of devices (R8). */
const GREATEST_FIRST_RELID = 1_024;

function firstRelidOf({ firstRelid }: VirtualHardware, faults: readonly Fault[]): number {
  const staged = stagedNumber(faults, 'first-relid');
  return staged === undefined ? firstRelid : Math.min(Math.max(staged, 1), GREATEST_FIRST_RELID);
}

function isMissing(faults: readonly Fault[], slot: string): boolean {
  return isStagedFor(faults, 'device-missing', slot);
}

function stageDevice(device: VirtualDevice, faults: readonly Fault[], ids: IdSource): VirtualDevice {
  const slot = `${device.kind} ${device.index}`;
  let staged = device;
  if (isStagedFor(faults, 'device-guid-changed', slot)) {
    staged = { ...staged, instanceGuid: guid(ids.nextGuid()) };
  }
  if (isStagedFor(faults, 'device-class-changed', slot)) {
    staged = { ...staged, classGuid: anotherClass(device.kind) };
  }
  if (isStagedFor(faults, 'nic-mac-changed', slot)) staged = { ...staged, mac: drawMac(ids) };
  return staged;
}

function addedDevice(slot: string, ids: IdSource): VirtualDevice {
  const kind = kindOf({ slot });
  return {
    kind,
    index: indexOf({ slot }),
    classGuid: classOfKind(kind).classGuid,
    instanceGuid: guid(ids.nextGuid()),
    ...(kind === 'nic' || kind === 'vf' ? { mac: drawMac(ids) } : {}),
  };
}

function anotherClass(kind: VirtualDeviceKind): Guid {
  return classOfKind(kind === 'nic' ? 'scsi' : 'nic').classGuid;
}

/** Twelve hex digits; the second bit of the first byte says that nobody was given the address. */
function drawMac(ids: IdSource): string {
  return `02${ids.nextGuid().replaceAll('-', '').slice(0, 10)}`;
}
