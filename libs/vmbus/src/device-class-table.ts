import { guid, type Guid } from './guid.js';

/**
 * The classes of VMBus device that Linux knows, as a table (R1; drivers/hv/channel_mgmt.c, `vmbus_devs[]`),
 * with the instance GUIDs that single-instance devices have on every host (R3, MOVE-4).
 * Left out: legacy classes of other operating systems.
 */

/** Which driver serves a class from one kernel release on. */
export interface DriverEpoch {
  /** First release with this driver; absent for the oldest entry. */
  readonly since?: string;
  /** Kernel module name; absent where no driver exists in the tree. */
  readonly driver?: string;
  /** UIO-1: false for a driver without suspend and resume functions (R20). */
  readonly suspends: boolean;
}

export interface DeviceClass {
  /** Lower-case form of the kernel's enumerator: `HV_NIC` is `nic`. */
  readonly shortName: DeviceClassName;
  readonly title: string;
  readonly classGuid: Guid;
  /** Whether one VM may hold several devices of the class. */
  readonly instances: 'single' | 'multiple';
  /** `perf_device`: its channels spread over the CPUs, others stay on CPU 0. */
  readonly perf: boolean;
  /** Whether an isolated (confidential) VM accepts offers of the class (R17): always, never, or since a release. */
  readonly allowedInIsolated: 'always' | 'never' | { readonly since: string };
  /** Whether its driver asks for sub-channels (R9). */
  readonly hasSubChannels: boolean;
  /** Oldest first. */
  readonly drivers: readonly [DriverEpoch, ...DriverEpoch[]];
  /** The instance GUID that the device has everywhere; absent for classes with several instances. */
  readonly fixedInstanceGuid?: Guid;
}

export const DEVICE_CLASS_NAMES = [
  'ide',
  'scsi',
  'fc',
  'nic',
  'nd',
  'pcie',
  'fb',
  'kbd',
  'mouse',
  'kvp',
  'ts',
  'hb',
  'shutdown',
  'fcopy',
  'backup',
  'dm',
] as const;
export type DeviceClassName = (typeof DEVICE_CLASS_NAMES)[number];

type ClassFacts = Omit<DeviceClass, 'classGuid' | 'instances' | 'fixedInstanceGuid' | 'hasSubChannels'>;

function multiple(classGuid: string, facts: ClassFacts, hasSubChannels = false): DeviceClass {
  return { ...facts, classGuid: guid(classGuid), instances: 'multiple', hasSubChannels };
}

function single(classGuid: string, fixedInstanceGuid: string, facts: ClassFacts): DeviceClass {
  return {
    ...facts,
    classGuid: guid(classGuid),
    instances: 'single',
    hasSubChannels: false,
    fixedInstanceGuid: guid(fixedInstanceGuid),
  };
}

function servedBy(driver: string): readonly [DriverEpoch] {
  return [{ driver, suspends: true }];
}

const NO_DRIVER: readonly [DriverEpoch] = [{ suspends: true }];

/** R1, in the kernel's order. A class that is not here is `HV_UNKNOWN` to Linux, and still counts (R2). */
export const DEVICE_CLASSES: readonly DeviceClass[] = [
  multiple('32412632-86cb-44a2-9b5c-50d1417354f5', {
    shortName: 'ide',
    title: 'Synthetic IDE disk',
    perf: true,
    allowedInIsolated: 'never',
    drivers: servedBy('storvsc'),
  }),
  multiple(
    'ba6163d9-04a1-4d29-b605-72e2ffb1dc7f',
    {
      shortName: 'scsi',
      title: 'Synthetic SCSI controller',
      perf: true,
      allowedInIsolated: 'always',
      drivers: servedBy('storvsc'),
    },
    true,
  ),
  multiple(
    '2f9bcc4a-0069-4af3-b76b-6fd0be528cda',
    {
      shortName: 'fc',
      title: 'Synthetic Fibre Channel adapter',
      perf: true,
      allowedInIsolated: 'never',
      drivers: servedBy('storvsc'),
    },
    true,
  ),
  multiple(
    'f8615163-df3e-46c5-913f-f2d2f965ed0e',
    {
      shortName: 'nic',
      title: 'Synthetic network adapter',
      perf: true,
      allowedInIsolated: 'always',
      drivers: servedBy('hv_netvsc'),
    },
    true,
  ),
  multiple('8c2eaf3d-32a7-4b09-ab99-bd1f1c86b501', {
    shortName: 'nd',
    title: 'Network Direct (RDMA) adapter',
    perf: true,
    allowedInIsolated: 'never',
    drivers: NO_DRIVER,
  }),
  // Not allowed in 6.1, allowed in 6.12; the change was made for confidential VMs in 6.4.
  multiple('44c4f61d-4444-4400-9d52-802e27ede19f', {
    shortName: 'pcie',
    title: 'Virtual PCI pass-through (DDA device, SR-IOV VF)',
    perf: false,
    allowedInIsolated: { since: '6.4' },
    drivers: servedBy('hv_pci'),
  }),
  single('da0a7802-e377-4aac-8e77-0558eb1073f8', '5620e0c7-8062-4dce-aeb7-520c7ef76171', {
    shortName: 'fb',
    title: 'Synthetic video',
    perf: false,
    allowedInIsolated: 'never',
    drivers: [
      { driver: 'hyperv_fb', suspends: true },
      { since: '5.14', driver: 'hyperv_drm', suspends: true },
    ],
  }),
  single('f912ad6d-2b17-48ea-bd65-f927a61c7684', 'd34b2567-b9b6-42b9-8778-0a4ec0b955bf', {
    shortName: 'kbd',
    title: 'Keyboard',
    perf: false,
    allowedInIsolated: 'never',
    drivers: servedBy('hyperv_keyboard'),
  }),
  single('cfa8b69e-5b4a-4cc0-b98b-8ba1a1f3f95a', '58f75a6d-d949-4320-99e1-a2a2576d581c', {
    shortName: 'mouse',
    title: 'Mouse',
    perf: false,
    allowedInIsolated: 'never',
    drivers: servedBy('hid_hyperv'),
  }),
  single('a9a0f4e7-5a45-4d96-b827-8a841e8c03e6', '242ff919-07db-4180-9c2e-b86cb68c8c55', {
    shortName: 'kvp',
    title: 'Key-value pair exchange',
    perf: false,
    allowedInIsolated: 'never',
    drivers: servedBy('hv_utils'),
  }),
  single('9527e630-d0ae-497b-adce-e80ab0175caf', '2dd1ce17-079e-403c-b352-a1921ee207ee', {
    shortName: 'ts',
    title: 'Time synchronisation',
    perf: false,
    allowedInIsolated: 'always',
    drivers: servedBy('hv_utils'),
  }),
  single('57164f39-9115-4e78-ab55-382f3bd5422d', 'fd149e91-82e0-4a7d-afa6-2a4166cbd7c0', {
    shortName: 'hb',
    title: 'Heartbeat',
    perf: false,
    allowedInIsolated: 'always',
    drivers: servedBy('hv_utils'),
  }),
  single('0e0b6031-5213-4934-818b-38d90ced39db', 'b6650ff7-33bc-4840-8048-e0676786f393', {
    shortName: 'shutdown',
    title: 'Shutdown service',
    perf: false,
    allowedInIsolated: 'always',
    drivers: servedBy('hv_utils'),
  }),
  // The service left the kernel for a user-space daemon over UIO, and UIO cannot suspend (R69).
  single('34d14be3-dee4-41c8-9ae7-6b174977c192', 'eb765408-105f-49b6-b4aa-c123b64d17d4', {
    shortName: 'fcopy',
    title: 'Guest file copy',
    perf: false,
    allowedInIsolated: 'never',
    drivers: [
      { driver: 'hv_utils', suspends: true },
      { since: '6.10', driver: 'uio_hv_generic', suspends: false },
    ],
  }),
  single('35fa2e29-ea23-4236-96ae-3a6ebacba440', '2450ee40-33bf-4fbd-892e-9fb06e9214cf', {
    shortName: 'backup',
    title: 'Volume shadow copy (VSS) backup',
    perf: false,
    allowedInIsolated: 'never',
    drivers: servedBy('hv_utils'),
  }),
  single('525074dc-8985-46e2-8057-a307dc18a502', '1eccfd72-4b41-45ef-b73a-4a6e44c12924', {
    shortName: 'dm',
    title: 'Dynamic memory (balloon)',
    perf: false,
    allowedInIsolated: 'never',
    drivers: servedBy('hv_balloon'),
  }),
];

/** A class that Linux names only to leave it alone: a device without a driver (R1), matched like any other (R2). */
export interface IgnoredClass {
  readonly name: 'AVMA1' | 'AVMA2' | 'RDV' | 'IMC';
  readonly title: string;
  readonly classGuid: Guid;
  readonly fixedInstanceGuid: Guid;
}

function ignored(
  name: IgnoredClass['name'],
  title: string,
  classGuid: string,
  instanceGuid: string,
): IgnoredClass {
  return { name, title, classGuid: guid(classGuid), fixedInstanceGuid: guid(instanceGuid) };
}

export const IGNORED_CLASSES: readonly IgnoredClass[] = [
  ignored(
    'AVMA1',
    'Remote desktop control (the kernel says AVMA1)',
    'f8e65716-3cb3-4a06-9a60-1889c5cccab5',
    '99221fa0-24ad-11e2-be98-001aa01bbf6e',
  ),
  ignored(
    'AVMA2',
    'Automatic virtual machine activation',
    '3375baf4-9e15-4b30-b765-67acb10d607b',
    '4487b255-b88c-403f-bb51-d1f69cf17f87',
  ),
  ignored(
    'RDV',
    'Remote desktop virtualisation',
    '276aacf4-ac15-426c-98dd-7521ad3f01fe',
    'f5bee29c-1741-4aad-a4c2-8fdedb46dcc2',
  ),
  ignored(
    'IMC',
    'Initial machine configuration',
    'c376c1c3-d276-48d2-90a9-c04748072c60',
    'c4e5e7d1-d748-4afc-979d-683167910a55',
  ),
];
