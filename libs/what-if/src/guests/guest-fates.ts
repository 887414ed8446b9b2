import type { RuleId } from '#libs/kernel-rules';

/**
 * What becomes of guests, found out once for all VMs that differ in names, addresses and hosts of one generation
 * only. A state is a guest as it runs or sleeps; an act leads from a state to a fate, which is a row of columns.
 * Everything is decided by the steps of the live pipelines, on one VM that stands for the others.
 */
export interface GuestFates {
  /** The state of a guest of this make (index) that has just booted on a host of this generation (index). */
  boot(make: number, generation: number): number;
  /** The fate of a running guest that is asked to hibernate. `faultSet`: index of the faults staged, 0 for none. */
  hibernate(state: number, faultSet: number): number;
  /** The fate of a sleeping guest that starts on a host of this generation. */
  resume(state: number, generation: number, faultSet: number): number;
  readonly fates: FateColumns;
  /** What the `cause` of a fate stands for. */
  readonly causes: readonly FateCause[];
}

/** One row per fate. They grow while fates are found: read a column anew after each act. */
export interface FateColumns {
  /** State afterwards: asleep after a hibernation that went well, else running; for `hung`, the one before. */
  readonly next: Int32Array;
  /** Index into `FATE_KINDS`. */
  readonly kind: Uint8Array;
  readonly cause: Int32Array;
  /** Time of guest and platform without moving the image, ms: of a resume from placement to running. */
  readonly ms: Int32Array;
  /** Image written or read, MiB; 0 for none. */
  readonly imageMib: Int32Array;
  /** Throughput at which it moves: the least of the caps, bytes per second. */
  readonly bytesPerSecond: Float64Array;
}

/**
 * How an act ends. `refused`: the platform does not even ask the guest. `aborted`: the guest runs on. `asleep`: S4, as
 * it should. `stopped`: an image, but no S4, and the platform sees a VM that stopped. `cold`: the image was not
 * resumed, its memory is lost.
 */
export const FATE_KINDS = [
  'refused',
  'aborted',
  'hung',
  'asleep',
  'stopped',
  'resumed',
  'degraded',
  'cold',
] as const;
export type FateKind = (typeof FATE_KINDS)[number];

/** Why a fate is what it is; fates with equal causes share one. */
export interface FateCause {
  readonly act: 'hibernate' | 'resume';
  readonly kind: FateKind;
  /** The rule of the gravest finding, of the refusal or of the verdict's cause; absent where nothing is out of order. */
  readonly rule?: RuleId;
  readonly phase?: string;
  /** Kind of device that it is about: `nic`, `scsi`, `vf`. */
  readonly device?: string;
  /** One sentence without names of single VMs. */
  readonly summary: string;
}
