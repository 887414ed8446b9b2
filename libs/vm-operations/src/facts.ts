import type { GuidPolicy, KeptGuids } from '#libs/guid-policy';
import type { Host } from '#libs/hosts';
import type { RuleId } from '#libs/kernel-rules';
import { FAULTS, type Fault, type GuestProfile, type HibernationImage } from '#libs/linux-guest';
import type { ResumeOrigin } from '#libs/placement';
import type { VmState } from '#libs/vm-lifecycle';
import type { Guid } from '#libs/vmbus';
import type { Partition } from './partition.js';

/** What a VM size means for hosts, hibernation and disk speed. */
export interface SizeFacts {
  readonly name: string;
  readonly vcpus: number;
  readonly memoryMib: number;
  /** Absent: any vendor. */
  readonly processorVendor?: 'Intel' | 'AMD';
  readonly architecture: 'x64' | 'Arm64';
  readonly maxNics: number;
  readonly maxDataDisks: number;
  /** Whether NICs may have a VF (AZURE-43). */
  readonly acceleratedNetworking: boolean;
  /** Uncached disk throughput of the whole VM, bytes per second. */
  readonly diskBytesPerSecond: number;
  readonly supportsHibernation: boolean;
  /** Devices assigned by DDA that come with the size (a GPU), MOVE-8. */
  readonly ddaDevices: number;
  /** A disk local to the host, behind the OS disk's controller (R57). */
  readonly hasTemporaryDisk: boolean;
}

export interface DiskFacts {
  readonly id: string;
  readonly name: string;
  readonly role: 'os' | 'data';
  readonly sizeGib: number;
  readonly supportsHibernation: boolean;
  readonly bytesPerSecond: number;
  /** OS disk only: a hibernation image in its swap area. */
  readonly image?: HibernationImage;
}

export interface NicFacts {
  readonly id: string;
  readonly name: string;
  readonly mac: string;
  /** Accelerated networking: the NIC gets a VF. */
  readonly isAccelerated: boolean;
}

/** Features of a VM that rule hibernation out, and the rule that says so. */
export const HIBERNATION_EXCLUSIONS = {
  spot: 'AZURE-9',
  'availability set': 'AZURE-10',
  'dedicated host': 'AZURE-11',
  'capacity reservation': 'AZURE-12',
  'managed image': 'AZURE-13',
  'ephemeral OS disk': 'AZURE-14',
  'shared disk': 'AZURE-15',
  'Trusted Launch on Linux': 'AZURE-16',
} as const satisfies Record<string, RuleId>;
export type HibernationExclusion = keyof typeof HIBERNATION_EXCLUSIONS;

/** A VF by the NIC that it accelerates, and the GUID that it has or had. */
export interface VfIdentity {
  readonly index: number;
  readonly instanceGuid: Guid;
}

/** What record-configuration saves when a VM leaves its host (MOVE-1, CONSIDER-6). */
export interface SavedConfiguration {
  /** The host that the VM has left: the last one it should come back to (ASSUME-6). */
  readonly hostId: string;
  readonly configurationVersion: string;
  readonly origin: ResumeOrigin;
  /** VFs that were taken away before the guest slept (MOVE-9). */
  readonly removedVfs: readonly VfIdentity[];
}

/** Wishes of the caller about where the VM goes. */
export interface PlacementWish {
  readonly strategy: 'spread' | 'pack';
  readonly hostName?: string;
  readonly cluster?: string;
  /** Hosts to come back to only when there is no other, e.g. the one that the VM has just left. */
  readonly avoidHostIds: readonly string[];
}

/** Something that the platform installs in the guest, as it is stored with the VM. */
export interface ExtensionFacts {
  readonly id: string;
  readonly name: string;
  readonly publisher: string;
  readonly type: string;
  /** `Creating` and `Updating`: it is yet to run. */
  readonly provisioningState: 'Creating' | 'Updating' | 'Succeeded' | 'Failed';
}

/** Everything that the steps of a VM operation decide from. */
export interface VmFacts {
  readonly operationId: string;
  readonly vm: {
    readonly id: string;
    readonly name: string;
    readonly state: VmState;
    readonly hibernationEnabled: boolean;
    readonly exclusions: readonly HibernationExclusion[];
    readonly keptGuids: KeptGuids;
    readonly saved?: SavedConfiguration;
    /** Its system was taken back to a state in which it is the model for others: it starts no more. */
    readonly isGeneralized: boolean;
  };
  readonly size: SizeFacts;
  /** The size that an operation is to give the VM. */
  readonly resizeTo?: SizeFacts;
  readonly policy: GuidPolicy;
  readonly profile: GuestProfile;
  readonly disks: readonly DiskFacts[];
  readonly nics: readonly NicFacts[];
  readonly partition?: Partition;
  readonly extensions: readonly ExtensionFacts[];
  readonly placement: PlacementWish;
  /** What is staged to go wrong with this VM. */
  readonly faults: readonly Fault[];
  /** Empty unless the step reads `hosts`. */
  readonly hosts: readonly Host[];
}

export function osDiskOf(facts: Pick<VmFacts, 'disks' | 'vm'>): DiskFacts {
  const disk = facts.disks.find(({ role }) => role === 'os');
  if (disk === undefined) throw new Error(`VM ${facts.vm.id} has no OS disk`);
  return disk;
}

/** What was saved for the image on the OS disk. Without an image there is nothing that the next VM must match. */
export function savedForImage(facts: Pick<VmFacts, 'disks' | 'vm'>): SavedConfiguration | undefined {
  return osDiskOf(facts).image === undefined ? undefined : facts.vm.saved;
}

/**
 * The Hyper-V VM that a step needs, with the faults that are set by now: all strike at once but those of the machine,
 * which it has as long as it exists. Its absence is a broken invariant: the steps before made or kept it.
 */
export function partitionOf({
  partition,
  vm,
  faults,
}: Pick<VmFacts, 'partition' | 'vm' | 'faults'>): Partition {
  if (partition === undefined) throw new Error(`VM ${vm.id} has no Hyper-V VM`);
  const { hardware } = partition;
  const inForce = [...hardware.faults.filter(isOfMachine), ...faults.filter((fault) => !isOfMachine(fault))];
  return { ...partition, hardware: { ...hardware, faults: inForce } };
}

function isOfMachine({ kind }: Fault): boolean {
  return FAULTS[kind].where === 'machine';
}
