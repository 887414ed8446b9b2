import { suspendBus } from './bus-suspend.js';
import { suspendDevices } from './device-suspend.js';
import { ERRNO } from './errno.js';
import { isStaged, type Fault } from './faults/fault.js';
import type { Finding } from './guest-profile.js';
import type { RunningGuest } from './guest-state.js';
import {
  done,
  hung,
  poweredOff,
  type HibernateStepEnd,
  type HibernationState,
  type StepFailure,
} from './hibernate-step.js';
import { KernelLog } from './kernel-log.js';
import { rollsBackAtPowerDown } from './kernel-version.js';
import { rollBack } from './roll-back.js';

type Cause = StepFailure & { readonly errno: number };

/** Step 8, "poweroff": steps 2 and 3 again, through the same functions (DEVICES-13). */
export function suspendForPowerOff(state: HibernationState): HibernateStepEnd {
  const { faults } = state.hardware;
  const log = new KernelLog();
  const devices = suspendDevices(state.guest, { verb: 'power off', faults, log });
  const { refusal, suspendedIds, notes } = devices;
  if (refusal?.kind === 'hung') return hung({ ...refusal, phase: 'H14' }, { log });
  const cause = refusal === undefined ? stagedCause(faults) : ({ ...refusal, phase: 'H14' } as const);
  if (cause !== undefined) return powerDownFailed(devices.guest, suspendedIds, cause, { faults, log });
  warnOfSockets(state, log);
  const bus = suspendBus(devices.guest, { faults, log });
  switch (bus.kind) {
    case 'suspended':
      return done({ ...state, guest: bus.guest }, [...notes, ...bus.notes], { log });
    case 'hung':
      return hung({ ...bus, phase: 'H14' }, { log });
    case 'refused': {
      const { errno, symptom, guest } = bus;
      const everyId = guest.channels.map(({ id }) => id);
      return powerDownFailed(guest, everyId, { rule: 'R45', phase: 'H14', errno, symptom }, { faults, log });
    }
  }
}

/** Step 9: non-boot CPUs off, ACPI S4. Without S4 the machine powers off like any other (R86). */
export function enterS4(state: HibernationState): HibernateStepEnd {
  const log = new KernelLog();
  log.info('Disabling non-boot CPUs ...');
  if (state.guest.s4Enabled) {
    log.info('ACPI: PM: Preparing to enter system sleep state S4');
    return done(state, ['entered ACPI S4'], { log });
  }
  log.info('reboot: Power down');
  // Decided when the request was made: without S4 the mode is `shutdown`.
  const symptom = 'there is no ACPI S4 state, so the guest powered off normally after writing its image';
  return offWithImage({ rule: 'R86', phase: 'trigger', symptom }, log);
}

/** R31: user space is still frozen and cannot have closed them, so each is unmapped once more (ASSUME-21). */
function warnOfSockets({ socketsForcedClosed = 0 }: HibernationState, log: KernelLog): void {
  if (socketsForcedClosed === 0) return;
  const times = socketsForcedClosed === 1 ? '' : ` (${socketsForcedClosed} times)`;
  log.warning(`WARNING: vmbus_channel_unmap_relid: a Hyper-V socket has no relid to unmap${times}`);
}

function stagedCause(faults: readonly Fault[]): Cause | undefined {
  if (isStaged(faults, 'wakeup-at-poweroff')) {
    return {
      rule: 'R27',
      phase: 'H14',
      errno: ERRNO.EBUSY,
      symptom: 'a wakeup event arrived while powering down',
    };
  }
  if (isStaged(faults, 'poweroff-phase-error')) {
    return { rule: 'R27', phase: 'H14', errno: ERRNO.EIO, symptom: 'a device failed in the poweroff phase' };
  }
  return undefined;
}

/** R27: newer kernels roll back on -EBUSY and drop the image; on any other error the machine goes off with it. */
function powerDownFailed(
  guest: RunningGuest,
  suspendedIds: readonly number[],
  cause: Cause,
  { faults, log }: { readonly faults: readonly Fault[]; readonly log: KernelLog },
): HibernateStepEnd {
  const isBusy = cause.errno === ERRNO.EBUSY || cause.errno === ERRNO.EAGAIN;
  if (isBusy && rollsBackAtPowerDown(guest.profile.kernelVersion)) {
    log.error('PM: hibernation: Wakeup event detected during hibernation, rolling back.');
    return rollBack(guest, suspendedIds, cause, { faults, log, notes: ['the image on swap was un-marked'] });
  }
  log.error('PM: hibernation: Powering off in spite of the error');
  const symptom = `${cause.symptom}; the kernel powers off all the same, with a valid image`;
  return offWithImage({ rule: 'R27', phase: 'H14', symptom }, log);
}

function offWithImage(cause: StepFailure, log: KernelLog): HibernateStepEnd {
  const finding: Finding = {
    rule: cause.rule,
    phase: cause.phase,
    severity: 'resumed-degraded',
    summary: `${cause.symptom}.`,
    consequence: 'The host sees a power-off and no hibernation; the image waits on disk for the next boot.',
  };
  return poweredOff(cause, { log, findings: [finding] });
}
