import type { RuleId } from '#libs/kernel-rules';
import { kindOf, UIO_DRIVER } from './driver-binding.js';
import { ERRNO } from './errno.js';
import type { Fault } from './faults/fault.js';
import type { RunningGuest } from './guest-state.js';
import type { StepFailure } from './hibernate-step.js';
import { hibernationBar } from './hibernation-bar.js';

/** What a person or a script sees of hibernation inside the guest (ENABLE-5, R85). */
export interface HibernationCapability {
  /** `hv_is_hibernation_supported()`: x86 and the virtual ACPI S4 state. */
  readonly supported: boolean;
  /** Contents of `/sys/power/disk`; the chosen mode is in brackets. */
  readonly sysPowerDisk: string;
  /** Contents of `/sys/bus/vmbus/hibernation`. */
  readonly sysBusVmbusHibernation: '0' | '1';
}

export function hibernationCapability(
  guest: RunningGuest,
  faults: readonly Fault[] = [],
): HibernationCapability {
  return {
    supported: guest.s4Enabled,
    sysPowerDisk: sysPowerDisk(guest, faults),
    sysBusVmbusHibernation: guest.s4Enabled ? '1' : '0',
  };
}

/** Source: `hibernate.c: disk_show`; `platform` exists, and is the default, where ACPI S4 does. */
function sysPowerDisk(guest: RunningGuest, faults: readonly Fault[]): string {
  if (hibernationBar(guest.profile, faults) !== undefined) return '[disabled]';
  return guest.s4Enabled
    ? '[platform] shutdown reboot suspend test_resume'
    : '[shutdown] reboot suspend test_resume';
}

/** `HV_S_OK` and `HV_E_FAIL`, include/linux/hyperv.h. */
export const HV_S_OK = 0;
export const HV_E_FAIL = 0x80004005;

/** What becomes of the host's request to hibernate, sent over the Shutdown service (INITIATE-2, R87 to R89). */
export type HibernationRequest =
  | {
      /**
       * Answered OK, and the event is sent. `isHandled`: a udev rule turns it into `systemctl hibernate`
       * (INITIATE-3); else nobody acts and the guest runs on for ever (R89).
       */
      readonly kind: 'accepted';
      readonly rule: RuleId;
      readonly status: typeof HV_S_OK;
      readonly uevent: 'EVENT=hibernate';
      readonly isHandled: boolean;
    }
  | {
      readonly kind: 'refused';
      readonly rule: RuleId;
      readonly status: typeof HV_E_FAIL;
      readonly symptom: string;
    }
  | {
      /** No open Shutdown channel: the host gets no answer at all. */
      readonly kind: 'no-service';
      readonly rule: RuleId;
      readonly symptom: string;
    };

/** The Shutdown driver answers at once, before anything happens: OK means no more than "the event will be sent". */
export function requestHibernation(guest: RunningGuest): HibernationRequest {
  const service = guest.channels.find((channel) => kindOf(channel) === 'shutdown');
  if (service === undefined || !service.isOpen || service.driver === UIO_DRIVER || !guest.isConnected) {
    const symptom = service === undefined ? 'is not there' : 'has no open channel';
    return { kind: 'no-service', rule: 'INITIATE-2', symptom: `the Shutdown service ${symptom}: no answer` };
  }
  if (!guest.s4Enabled) {
    const symptom = 'the Shutdown driver answers HV_E_FAIL: this guest has no ACPI S4 state';
    return { kind: 'refused', rule: 'R88', status: HV_E_FAIL, symptom };
  }
  const isHandled = guest.profile.hasUdevHibernateRule;
  const rule = isHandled ? 'INITIATE-2' : 'INITIATE-3';
  return { kind: 'accepted', rule, status: HV_S_OK, uevent: 'EVENT=hibernate', isHandled };
}

/** systemd's `HIBERNATION_SWAP_THRESHOLD`: how much of the free swap active anonymous memory may fill. */
const SWAP_THRESHOLD = 0.98;

/**
 * What `systemctl hibernate` says before it asks the kernel (R82); `undefined` when it goes on. The kernel hears
 * nothing of a refusal, and neither does a host that waits for S4 (R90).
 */
export function userSpaceRefusal({
  profile,
}: RunningGuest): (StepFailure & { readonly errno: number }) | undefined {
  const { userSpaceChecks, anonymousMib, swapMib, hasResumeParameter } = profile;
  if (userSpaceChecks.includes('swap-room') && swapMib > 0 && anonymousMib > SWAP_THRESHOLD * swapMib) {
    const symptom = `systemd refuses: ${anonymousMib} MiB of active anonymous memory, ${swapMib} MiB of swap`;
    return { rule: 'R82', phase: 'trigger', errno: ERRNO.ENOSPC, symptom };
  }
  if (userSpaceChecks.includes('resume-device') && !hasResumeParameter) {
    const symptom = 'systemd refuses: no resume device is configured';
    return { rule: 'R83', phase: 'trigger', errno: ERRNO.ENODEV, symptom };
  }
  return undefined;
}
