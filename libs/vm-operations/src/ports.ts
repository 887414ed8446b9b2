import type { KeptGuids } from '#libs/guid-policy';
import type { Resources } from '#libs/hosts';
import type { RuleId } from '#libs/kernel-rules';
import type {
  Finding,
  GuestProfile,
  HibernationImage,
  KernelLogLine,
  KernelPhase,
  Severity,
  VmbusEra,
} from '#libs/linux-guest';
import type { MatchReport } from '#libs/resume-matching';
import type { VmEvent } from '#libs/vm-lifecycle';
import type { SavedConfiguration, VfIdentity } from './facts.js';
import type { Partition, PartitionChange } from './partition.js';

/** How the last start or hibernation of a VM ended for its guest. */
export interface Verdict {
  /** `stopped-not-hibernated`: an image is on disk, but the platform saw a power-off (R86, R91). */
  readonly severity: Severity | 'cold-boot' | 'hibernated' | 'stopped-not-hibernated';
  /** One sentence. */
  readonly summary: string;
  /** What ended a hibernation, or a resume before the image took over; absent where nothing did. */
  readonly cause?: VerdictCause;
  readonly findings: readonly Finding[];
  /** What the verdict is about, as it was then. */
  readonly circumstances: VerdictCircumstances;
  /** The guest's kernel log of the whole story, times from its beginning. */
  readonly log: readonly KernelLogLine[];
  readonly report?: MatchReport;
  /** Resumes only: VFs that left before the image was made, and those that came after it went on (MOVE-9, MOVE-10). */
  readonly vfs?: { readonly removed: readonly VfIdentity[]; readonly arrived: readonly VfIdentity[] };
}

export interface VerdictCause {
  readonly rule: RuleId;
  readonly phase: KernelPhase;
  readonly symptom: string;
  /** Negative. */
  readonly errno?: number;
  /** The sources leave it open; this assumption decided. */
  readonly assumption?: RuleId;
}

/** Who was put to sleep or woken up, under which policy, and what was staged. */
export interface VerdictCircumstances {
  readonly act: 'hibernation' | 'start';
  readonly kernelVersion: string;
  readonly era: VmbusEra;
  readonly policy: string;
  /** In the words of `faultName`. */
  readonly faults: readonly string[];
}

/** Names of what went with a VM. */
export interface DeletedParts {
  readonly disks: readonly string[];
  readonly nics: readonly string[];
  readonly publicAddresses: readonly string[];
}

/** How an extension fared in the guest. */
export type ExtensionRun =
  { readonly kind: 'succeeded' } | { readonly kind: 'failed'; readonly message: string };

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
    /**
     * Keeps the last verdict of each act: one about a start supersedes what is known of hibernations before it.
     * `undefined` once nothing runs any more that a verdict could be about.
     */
    recordVerdict(verdict: Verdict | undefined): Promise<void>;
    /** The VM has the size that it was to get. */
    adoptSize(): Promise<void>;
    /** The VM keeps the size that it has. */
    abandonResize(): Promise<void>;
    /** What is installed and configured in the guest from now on, also in one that runs. */
    configureGuest(profile: GuestProfile): Promise<void>;
    recordExtension(id: string, run: ExtensionRun): Promise<void>;
  };
  /** The ledger of what each host has sold: never more than its capacity (TORPOR-1). */
  readonly capacity: {
    reserve(hostId: string, demand: Resources): Promise<'reserved' | 'no-room'>;
    release(): Promise<void>;
    /** Room for a VM that has a place already, beside that place; of its own host only what it needs more there. */
    reserveMove(hostId: string, demand: Resources): Promise<'reserved' | 'no-room'>;
    /** Gives up what was reserved for the move. */
    releaseMove(): Promise<void>;
    /** What was reserved for the move is the VM's place; the old one is given up. */
    settleMove(): Promise<void>;
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
    /** The VM boots without its image, which stays where it is (R78). */
    outdateImage(diskId: string): Promise<void>;
  };
  readonly parts: {
    /** Deletes what goes with the VM (AZURE-44); names what was deleted this time. */
    deleteMarked(): Promise<DeletedParts>;
  };
}
