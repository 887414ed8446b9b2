import type { KeptGuids } from '#libs/guid-policy';
import type { Resources } from '#libs/hosts';
import type { Finding, HibernationImage, Severity } from '#libs/linux-guest';
import type { MatchReport } from '#libs/resume-matching';
import type { VmEvent } from '#libs/vm-lifecycle';
import type { SavedConfiguration, VfIdentity } from './facts.js';
import type { Partition, PartitionChange } from './partition.js';

/** How the last start or hibernation of a VM ended for its guest. */
export interface Verdict {
  readonly severity: Severity | 'cold-boot';
  /** One sentence. */
  readonly summary: string;
  readonly findings: readonly Finding[];
  readonly report?: MatchReport;
  /** Resumes only: VFs that left before the image was made, and those that came after it went on (MOVE-9, MOVE-10). */
  readonly vfs?: { readonly removed: readonly VfIdentity[]; readonly arrived: readonly VfIdentity[] };
}

/**
 * The effects that steps have, all on the one VM of the operation (CONSIDER-1). Every method may be called twice with the
 * same arguments; the second call changes nothing.
 */
export interface VmPorts {
  readonly vm: {
    /** Throws when the VM is not where the event needs it: nobody else may move a claimed VM. */
    move(event: VmEvent): Promise<void>;
    keepGuids(kept: KeptGuids): Promise<void>;
    saveConfiguration(saved: SavedConfiguration | undefined): Promise<void>;
    /** `undefined` once nothing runs any more that a verdict could be about. */
    recordVerdict(verdict: Verdict | undefined): Promise<void>;
  };
  /** The ledger of what each host has sold: never more than its capacity (TORPOR-1). */
  readonly capacity: {
    reserve(hostId: string, demand: Resources): Promise<'reserved' | 'no-room'>;
    release(): Promise<void>;
  };
  readonly hyperv: {
    create(partition: Partition): Promise<'created' | 'host-down'>;
    /** Does nothing when the Hyper-V VM is gone. */
    change(change: PartitionChange): Promise<void>;
    destroy(): Promise<void>;
  };
  readonly disks: {
    /** Takes the leases of the VM's disks for its Hyper-V VM. */
    attach(diskIds: readonly string[]): Promise<void>;
    /** Flushes and gives the leases back. */
    detach(): Promise<void>;
    writeImage(diskId: string, image: HibernationImage): Promise<void>;
    discardImage(diskId: string): Promise<void>;
  };
}
