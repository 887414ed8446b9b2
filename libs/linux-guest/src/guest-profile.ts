import type { RuleId } from '#libs/kernel-rules';
import type { VirtualDeviceKind } from '#libs/vmbus';
import type { KernelPhase } from './kernel-phase.js';

export type { VmbusEra } from '#libs/resume-matching';

/**
 * What is installed and configured inside a Linux guest, as far as hibernation depends on it.
 * A VM image names a profile; any field can be overridden for one VM.
 */
export interface GuestProfile {
  readonly name: string;
  readonly distribution: string;
  /** `major.minor[.patch]`; decides the VMBus era (6.14 and later, and 6.13.4+, are era B). */
  readonly kernelVersion: string;
  readonly architecture: 'x86-64' | 'arm64';
  /** INITIATE-3: a rule that turns EVENT=hibernate into `systemctl hibernate`. */
  readonly hasUdevHibernateRule: boolean;
  /** R82, R83: swap to hold the image, in MiB, and a `resume=` that names it. */
  readonly swapMib: number;
  readonly hasResumeParameter: boolean;
  /** R21 H1: nohibernate, lock-down and the like. */
  readonly hibernationAvailable: boolean;
  /** UIO-1: slots handed to uio_hv_generic, e.g. `nic 1`. */
  readonly uioSlots: readonly string[];
  /** ENABLE-2: memory added by the balloon driver while the VM ran, MiB. Stays 0 where S4 is enabled (ENABLE-4). */
  readonly hotAddedMib: number;
  /** Memory in use that must go into the image, MiB. */
  readonly workingSetMib: number;
  /** Of that, anonymous memory in active use, MiB: what systemd compares with free swap (R82). */
  readonly anonymousMib: number;
  /** What `systemctl hibernate` checks before it asks the kernel (R82). */
  readonly userSpaceChecks: readonly UserSpaceCheck[];
  /** R57, AZURE-33: a file system on the temporary disk, which is blank on every new host. */
  readonly mountsTemporaryDisk: boolean;
  /** R56: the root file system or swap is on an assigned PCI device instead of a SCSI disk. */
  readonly rootOnDda: boolean;
  /** AZURE-21: how long after a boot the guest cannot hibernate yet, emulated ms. Absent: it can at once. */
  readonly readyAfterMs?: number | undefined;
  /** DEVICES-12: Hyper-V sockets that applications hold open. */
  readonly openHvSockets: number;
  /** Devices whose driver is not loaded: they stay unbound. */
  readonly kindsWithoutDriver: readonly VirtualDeviceKind[];
}

export const USER_SPACE_CHECKS = ['swap-room', 'resume-device'] as const;
export type UserSpaceCheck = (typeof USER_SPACE_CHECKS)[number];

/** How a resume or a hibernation ended for the guest; the vocabulary of the outcome tables (R-section 11). */
export type Severity =
  'resumed' | 'resumed-degraded' | 'resume-rejected-cold-boot' | 'hibernate-aborted' | 'hung-or-undefined';

/** One thing worth telling about a run: "is likely to cause errors" becomes a finding, not a certainty. */
export interface Finding {
  readonly rule: RuleId;
  readonly severity: Severity;
  /** Where in the kernel's sequence it shows. */
  readonly phase: KernelPhase;
  /** `nic 0`, or absent when it concerns the whole guest. */
  readonly slot?: string;
  /** One sentence: what is the case. */
  readonly summary: string;
  /** One sentence: what follows from it. */
  readonly consequence: string;
  /** What follows at other times. */
  readonly later?: readonly LaterConsequence[];
  /** The sources leave it open; this assumption decided. */
  readonly assumption?: RuleId;
}

/** Something that has not happened yet when a resume ends, but will. */
export interface LaterConsequence {
  readonly when: 'first-use' | 'next-hibernation' | 'until-reboot';
  readonly rule: RuleId;
  readonly what: string;
}
