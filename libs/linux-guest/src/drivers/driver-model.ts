import type { RuleId } from '#libs/kernel-rules';
import type { Fault } from '../faults/fault.js';
import type { GuestChannel } from '../guest-state.js';
import type { KernelLog } from '../kernel-log.js';

/** What a driver sees while it suspends or resumes one device. */
export interface DriverContext {
  readonly faults: readonly Fault[];
  readonly vcpus: number;
  /** False after a bus suspend that failed: sub-channels that are asked for never come (R48). */
  readonly offersArrive: boolean;
  /** Lines for the kernel log; `pass` lets time go by while the driver waits. */
  readonly log: KernelLog;
}

/** How a device's suspend or resume function returned, or that it did not. */
export type DriverEnd =
  | { readonly kind: 'done' }
  | {
      readonly kind: 'error';
      readonly rule: RuleId;
      /** Negative. */
      readonly errno: number;
      /** One clause: what the driver ran into. */
      readonly symptom: string;
    }
  | { readonly kind: 'hung'; readonly rule: RuleId; readonly symptom: string };

/** A VMBus driver as far as hibernation sees it: one suspend and one resume function for all phases (DEVICES-13). */
export interface DriverModel {
  readonly name: string;
  /** Before the channel is closed. An error aborts the freeze (R25). */
  suspend(channel: GuestChannel, context: DriverContext): DriverEnd;
  /** After the channel is open again. An error leaves the device dead and the resume going on (R23). */
  resume(channel: GuestChannel, context: DriverContext): DriverEnd;
  /** How many sub-channels it asks for (R9); the host grants them all, unless a fault says otherwise (ASSUME-10). */
  subChannelsWanted(vcpus: number): number;
}

export const DONE: DriverEnd = { kind: 'done' };

export function failed(rule: RuleId, errno: number, symptom: string): DriverEnd {
  return { kind: 'error', rule, errno, symptom };
}

export function waitsForEver(rule: RuleId, symptom: string): DriverEnd {
  return { kind: 'hung', rule, symptom };
}
