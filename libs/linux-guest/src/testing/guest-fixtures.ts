import {
  classOfKind,
  guid,
  nicInstanceGuid,
  type Guid,
  type VirtualDevice,
  type VirtualDeviceKind,
} from '#libs/vmbus';
import { bootGuest } from '../boot-guest.js';
import type { DriverContext } from '../drivers/driver-model.js';
import type { Fault } from '../faults/fault.js';
import type { GuestProfile } from '../guest-profile.js';
import type { HibernationImage, RunningGuest } from '../guest-state.js';
import type { VirtualHardware } from '../hardware.js';
import type { HibernationInitiator } from '../hibernate-step.js';
import { KernelLog } from '../kernel-log.js';
import { GUEST_PROFILES } from '../profiles.js';
import { runHibernation } from '../run-hibernation.js';

/** Azure's two SCSI controllers (R4). */
const SCSI_GUIDS = ['f8b3781a-1e82-4818-a1c3-63d806ec15bb', 'f8b3781b-1e82-4818-a1c3-63d806ec15bb'] as const;

const SINGLE_INSTANCE: readonly VirtualDeviceKind[] = [
  'shutdown',
  'timesync',
  'heartbeat',
  'kvp',
  'vss',
  'balloon',
  'keyboard',
  'mouse',
  'video',
];

export function aDevice(
  kind: VirtualDeviceKind,
  index: number,
  instanceGuid: Guid,
  mac?: string,
): VirtualDevice {
  const { classGuid } = classOfKind(kind);
  return { kind, index, classGuid, instanceGuid, ...(mac === undefined ? {} : { mac }) };
}

/** The device of a kind that occurs once, under its fixed instance GUID. */
export function aDeviceOf(kind: VirtualDeviceKind): VirtualDevice {
  const { fixedInstanceGuid } = classOfKind(kind);
  if (fixedInstanceGuid === undefined) throw new Error(`a ${kind} has no fixed instance GUID`);
  return aDevice(kind, 0, fixedInstanceGuid);
}

function macOf(index: number): string {
  return `000d3a0316${(0x46 + index).toString(16)}`;
}

export function aNic(index: number): VirtualDevice {
  return aDevice('nic', index, nicInstanceGuid(macOf(index)), macOf(index));
}

/** A VF of a NIC; `generation` tells apart the VFs of successive Hyper-V VMs. */
export function aVf(index: number, generation = 1): VirtualDevice {
  return aDevice('vf', index, guid(`f364027d-eec${generation}-4d5e-8f90-00000000000${index}`), macOf(index));
}

export function aDda(index: number, generation = 1): VirtualDevice {
  return aDevice('dda', index, guid(`0a1b2c3d-47a${generation}-4d5e-8f90-10000000000${index}`));
}

export function aController(index: 0 | 1): VirtualDevice {
  return aDevice('scsi', index, guid(SCSI_GUIDS[index]));
}

/** An Azure-shaped machine: two controllers, one NIC, every single-instance device that Azure offers. */
export function azureDevices(...extra: readonly VirtualDevice[]): readonly VirtualDevice[] {
  const single = SINGLE_INSTANCE.map(aDeviceOf);
  return [aController(0), aController(1), aNic(0), ...single, ...extra];
}

/** An instance GUID that no other device here has. */
export const OTHER_GUID = guid('5e4f5b37-61e9-4ba5-beff-64dbfdddc551');

/** The devices of a new VM that gave one of them another instance GUID. */
export function withNewGuid(slot: string, devices = azureDevices()): readonly VirtualDevice[] {
  return devices.map((device) =>
    `${device.kind} ${device.index}` === slot ? { ...device, instanceGuid: OTHER_GUID } : device,
  );
}

/** The devices of a new VM that lacks one of them. */
export function without(slot: string, devices = azureDevices()): readonly VirtualDevice[] {
  return devices.filter(({ kind, index }) => `${kind} ${index}` !== slot);
}

export function aMachine(overrides: Partial<VirtualHardware> = {}): VirtualHardware {
  return {
    vcpus: 4,
    memoryMib: 16_384,
    s4Enabled: true,
    devices: azureDevices(),
    processorVendor: 'Intel',
    processorModel: 'Xeon 8370C',
    processorRank: 3,
    hypervLevel: 2,
    vmbusVersions: ['4.1', '5.2', '5.3'],
    firstRelid: 1,
    imageBytesPerSecond: 200 * 2 ** 20,
    firmware: '1',
    facsSignature: 0,
    scsiDisks: 2,
    hasTemporaryDisk: false,
    faults: [],
    ...overrides,
  };
}

export function aProfile(overrides: Partial<GuestProfile> = {}): GuestProfile {
  return { ...GUEST_PROFILES[0]!, ...overrides };
}

/** Kernels of the two eras (R40). */
export const ERA_A_KERNEL = '6.12';
export const ERA_B_KERNEL = '6.15';

export function aGuest(
  overrides: {
    readonly machine?: VirtualHardware;
    readonly profile?: GuestProfile;
    readonly vfPresent?: boolean;
  } = {},
): RunningGuest {
  return bootGuest(overrides.machine ?? aMachine(), overrides.profile ?? aProfile(), {
    bootId: '11111111-1111-4111-8111-111111111111',
    vfPresent: overrides.vfPresent ?? false,
  });
}

/** The image of a guest that is expected to reach S4 on this machine. Throws when it does not. */
export function imageOf(
  guest: RunningGuest,
  machine: VirtualHardware,
  initiatedBy: HibernationInitiator = 'shutdown-service',
): HibernationImage {
  const outcome = runHibernation(guest, machine, { initiatedBy });
  if (outcome.kind !== 'reached-s4') throw new Error(`the guest did not reach S4: ${outcome.symptom}`);
  return outcome.image;
}

/** The image of a guest that hibernated itself, with this kernel. */
export function imageOfKernel(
  kernelVersion: string,
  machine: VirtualHardware = aMachine(),
  vfPresent = false,
): HibernationImage {
  return imageOf(aGuest({ machine, profile: aProfile({ kernelVersion }), vfPresent }), machine, 'self');
}

/** What a driver sees, with these faults staged, and where the time that it waits is counted. */
export function aDriverContext(
  faults: readonly Fault[] = [],
  overrides: Partial<DriverContext> = {},
): DriverContext {
  return { faults, vcpus: 4, offersArrive: true, log: new KernelLog(), ...overrides };
}

/** The channel in this slot, the first one where there are two. Throws when there is none. */
export function channelIn(guest: RunningGuest, slot: string): RunningGuest['channels'][number] {
  const found = guest.channels.find((channel) => channel.slot === slot);
  if (found === undefined) throw new Error(`the guest has no ${slot}`);
  return found;
}

/** Slots of the channels that satisfy a claim, in list order. */
export function slotsWhere(
  guest: RunningGuest,
  claim: (channel: RunningGuest['channels'][number]) => boolean,
) {
  return guest.channels.filter(claim).map(({ slot }) => slot);
}
