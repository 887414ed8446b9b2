import { ERRNO } from './errno.js';
import { isStaged } from './faults/fault.js';
import { hibernationBar } from './hibernation-bar.js';
import {
  aborted,
  done,
  type HibernateStepEnd,
  type HibernationState,
  type StepFailure,
} from './hibernate-step.js';
import { largestImageMib } from './image-size.js';
import { KernelLog } from './kernel-log.js';

/** How long the kernel tries to freeze user space, ms. Source: `freeze_timeout_msecs` (R21 H5). */
const FREEZE_TIMEOUT_MS = 20_000;

/** Of 4 KiB each. */
const PAGES_PER_MIB = 256;

/** Step 1: user space freezes, memory for the image is set aside (R21 H1 to H7). */
export function prepareHibernation(state: HibernationState): HibernateStepEnd {
  const { guest } = state;
  const log = new KernelLog();
  log.info('PM: hibernation: hibernation entry');
  const cause = whyNot(state, log);
  if (cause !== undefined) return aborted(guest, cause, { log });
  return done(
    state,
    [`froze user space; set aside memory for an image of ${guest.profile.workingSetMib} MiB`],
    { log },
  );
}

/** In the kernel's order. */
function whyNot(
  { guest, hardware }: HibernationState,
  log: KernelLog,
): (StepFailure & { readonly errno: number }) | undefined {
  const { faults } = hardware;
  if (guest.profile.architecture === 'arm64') {
    const symptom = 'Linux supports no ACPI sleep state on arm64';
    return { rule: 'ENABLE-6', phase: 'H1', errno: ERRNO.EPERM, symptom };
  }
  const bar = hibernationBar(guest.profile, faults);
  if (bar !== undefined) {
    const symptom = `hibernation is not available: ${bar}`;
    return { rule: 'R21', phase: 'H1', errno: ERRNO.EPERM, symptom };
  }
  if (isStaged(faults, 'snapshot-device-held')) {
    const symptom = 'a process holds the snapshot device';
    return { rule: 'R21', phase: 'H3', errno: ERRNO.EBUSY, symptom };
  }
  if (isStaged(faults, 'process-not-freezable')) {
    log.pass(FREEZE_TIMEOUT_MS);
    log.error(`Freezing user space processes failed after ${FREEZE_TIMEOUT_MS / 1000} seconds`);
    const symptom = 'Freezing user space processes failed: one of them does not stop';
    return { rule: 'R21', phase: 'H5', errno: ERRNO.EBUSY, symptom };
  }
  const largest = largestImageMib(guest);
  if (guest.profile.workingSetMib <= largest) return undefined;
  const pagesShort = (guest.profile.workingSetMib - largest) * PAGES_PER_MIB;
  log.error(`PM: hibernation: Image allocation is ${pagesShort} pages short`);
  const symptom = `not enough memory for the image: ${guest.profile.workingSetMib} MiB in use, ${largest} MiB possible`;
  return { rule: 'R81', phase: 'H7', errno: ERRNO.ENOMEM, symptom };
}
