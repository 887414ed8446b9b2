import type { RuleId } from '#libs/kernel-rules';
import { suspendBus } from './bus-suspend.js';
import { suspendDevices } from './device-suspend.js';
import type { Fault } from './faults/fault.js';
import type { RunningGuest } from './guest-state.js';
import { KernelLog, type KernelLogLine } from './kernel-log.js';

interface Told {
  readonly log: readonly KernelLogLine[];
  readonly tookMs: number;
}

/** How the fresh kernel fared when it made way for the image (RESUME-3). */
export type FreshKernelFreeze =
  | (Told & { readonly kind: 'frozen'; readonly notes: readonly string[] })
  | (Told & {
      /** R22 B5: the fresh kernel recovers its devices and goes on as a cold boot; the image is lost. */
      readonly kind: 'rejected';
      readonly rule: RuleId;
      readonly phase: 'B5';
      readonly errno: number;
      readonly symptom: string;
    })
  | (Told & { readonly kind: 'hung'; readonly rule: RuleId; readonly phase: 'B5'; readonly symptom: string });

/**
 * Suspends devices and bus of the fresh kernel with the functions of hibernation steps 2 and 3. KVP is rescinded and
 * re-created here too (KVP-4), and unloading the connection discards it (KVP-5).
 */
export function freezeFreshKernel(guest: RunningGuest, faults: readonly Fault[]): FreshKernelFreeze {
  const log = new KernelLog();
  const devices = suspendDevices(guest, { verb: 'quiesce', faults, log });
  if (devices.refusal !== undefined) return refused(devices.refusal, log);
  const bus = suspendBus(devices.guest, { faults, log });
  switch (bus.kind) {
    case 'suspended':
      return { kind: 'frozen', notes: [...devices.notes, ...bus.notes], ...told(log) };
    case 'hung':
      return refused(bus, log);
    case 'refused':
      return refused({ ...bus, kind: 'error', rule: 'R46' }, log);
  }
}

function refused(
  cause:
    | { readonly kind: 'error'; readonly rule: RuleId; readonly errno: number; readonly symptom: string }
    | { readonly kind: 'hung'; readonly rule: RuleId; readonly symptom: string },
  log: KernelLog,
): FreshKernelFreeze {
  const { rule } = cause;
  if (cause.kind === 'hung') return { kind: 'hung', rule, phase: 'B5', symptom: cause.symptom, ...told(log) };
  const message = 'Some devices failed to power down, aborting resume';
  log.error(`PM: hibernation: ${message}`);
  log.error(`PM: hibernation: resume failed (${cause.errno})`);
  const symptom = `${message}: ${cause.symptom}`;
  return { kind: 'rejected', rule, phase: 'B5', errno: cause.errno, symptom, ...told(log) };
}

function told(log: KernelLog): Told {
  return { log: log.lines, tookMs: log.nowMs };
}
