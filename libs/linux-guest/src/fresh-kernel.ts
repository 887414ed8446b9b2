import type { RuleId } from '#libs/kernel-rules';
import { suspendBus } from './bus-suspend.js';
import { suspendDevices } from './device-suspend.js';
import type { RunningGuest } from './guest-state.js';

/** How the fresh kernel fared when it made way for the image (RESUME-3). */
export type FreshKernelFreeze =
  | { readonly kind: 'frozen'; readonly notes: readonly string[]; readonly tookMs: number }
  | {
      /** R22 B5: the fresh kernel recovers its devices and goes on as a cold boot; the image is lost. */
      readonly kind: 'rejected';
      readonly rule: RuleId;
      readonly errno: number;
      readonly symptom: string;
      readonly tookMs: number;
    };

/**
 * Suspends devices and bus of the fresh kernel with the functions of hibernation steps 2 and 3. KVP is rescinded and
 * re-created here too (KVP-4), and unloading the connection discards it (KVP-5).
 */
export function freezeFreshKernel(guest: RunningGuest): FreshKernelFreeze {
  const devices = suspendDevices(guest);
  if (devices.refusal !== undefined) {
    const { rule, errno, symptom } = devices.refusal;
    return {
      kind: 'rejected',
      rule,
      errno,
      symptom: `Some devices failed to power down, aborting resume: ${symptom}`,
      tookMs: 0,
    };
  }
  const bus = suspendBus(devices.guest);
  if (bus.kind === 'refused') {
    return { kind: 'rejected', rule: 'R46', errno: bus.errno, symptom: bus.symptom, tookMs: 0 };
  }
  return { kind: 'frozen', notes: [...devices.notes, ...bus.notes], tookMs: 0 };
}
