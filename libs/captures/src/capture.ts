import type { Guid } from '#libs/vmbus';

/**
 * What people have about the VMBus devices of a VM, read into one shape. Nothing in it is guessed: what a text does
 * not say is absent, what could not be read is a problem, and what a text of its kind cannot say is a gap.
 */

/**
 * - `lsvmbus`: output of tools/hv/lsvmbus, plain, `-v` or `-vv`
 * - `sysfs`: attributes below /sys/bus/vmbus/devices, with their paths
 * - `kernel-log`: dmesg, journal or serial console
 * - `boots`: JSON lines, one boot each, as in data/azure-vmbus-boots/boots.jsonl
 */
export const CAPTURE_FORMATS = ['lsvmbus', 'sysfs', 'kernel-log', 'boots'] as const;
export type CaptureFormat = (typeof CAPTURE_FORMATS)[number];

/** Largest text that is read. Unit: UTF-16 code units, which for these formats are bytes. */
export const LONGEST_CAPTURE = 16 * 2 ** 20;

/** Most lines that are read. */
export const MOST_LINES = 1_000_000;

/** Most entries of one capture: relids end at 2047 (R8), so no VM has more devices. */
export const MOST_DEVICES = 2_047;

export interface CapturedDevice {
  readonly instanceGuid: Guid;
  /** Absent when the text does not tell and the instance is not a well-known one. */
  readonly classGuid?: Guid;
  /** `null`: an orphan, which the guest holds and no host offered (R5, R55). Absent: the text does not tell. */
  readonly relid?: number | null;
  readonly subChannelRelids?: readonly number[];
  /** Whether its primary channel is open. */
  readonly isOpen?: boolean;
  readonly driver?: string;
  /** Network interfaces of a NIC, as the log names them. */
  readonly interfaceNames?: readonly string[];
  /** `2610:00`: PCI domain and bus of a vPCI device. */
  readonly pciBus?: string;
  /** What a vPCI device is, where the text tells; its class alone does not (VPCI-1). */
  readonly vpciUse?: 'vf' | 'dda';
  /** The text names the service, not the GUID, which is the same everywhere (MOVE-4, R3). */
  readonly isWellKnown?: true;
  /** Line on which the device first stands. */
  readonly line?: number;
}

/** A device that is listed without an instance GUID: it exists, and cannot be matched. */
export interface UnidentifiedDevice {
  readonly line: number;
  readonly classGuid?: Guid;
  readonly relid?: number | null;
  /** As the text names it. */
  readonly name: string;
}

export interface CaptureProblem {
  readonly line: number;
  /** Name of the field in its format: `Device_ID`, `class_id`, `netvsc[0].guid`. */
  readonly field?: string;
  readonly text: string;
  /** The line should carry a device, and that device is not among those read. */
  readonly isDeviceLost: boolean;
}

/** A line that only kernels of one era print when a resume finds a device missing (R40). */
export interface ResumeEvidence {
  readonly era: 'A' | 'B';
  readonly line: number;
}

export interface Capture {
  readonly format: CaptureFormat;
  /** In the order of the text. */
  readonly devices: readonly CapturedDevice[];
  readonly unidentified: readonly UnidentifiedDevice[];
  readonly kernelVersion?: string;
  readonly hostBuild?: string;
  /** Which boot was read, of a file that can hold several. */
  readonly boot?: string;
  readonly resumeEvidence?: ResumeEvidence;
  readonly problems: readonly CaptureProblem[];
  /** What this text does not tell, one sentence without a full stop each. */
  readonly gaps: readonly string[];
  readonly completeness: 'all devices' | 'only what the log mentions';
}

/** Which of the two sides a capture stands for: the image, or the VM it is resumed on. */
export type CaptureSide = 'before' | 'after';

export type CaptureRefusalReason =
  'empty' | 'too-large' | 'too-many-devices' | 'unrecognised' | 'boot-not-chosen' | 'no-such-boot';

export type CaptureReading =
  | { readonly kind: 'read'; readonly capture: Capture }
  | {
      /** Nothing can be said about devices. */
      readonly kind: 'refused';
      readonly reason: CaptureRefusalReason;
      readonly message: string;
      /** Boots to choose from. */
      readonly choices?: readonly string[];
      readonly problems: readonly CaptureProblem[];
    };

/** Whether a device that is not in the capture was not in the VM either. */
export function listsEveryDevice({ completeness, problems }: Capture): boolean {
  return completeness === 'all devices' && !problems.some(({ isDeviceLost }) => isDeviceLost);
}
