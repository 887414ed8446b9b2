import { count } from './device-suspend.js';
import { kindOf } from './driver-binding.js';
import { ERRNO } from './errno.js';
import { isStaged } from './faults/fault.js';
import type { Finding } from './guest-profile.js';
import type { HibernationImage, RunningGuest } from './guest-state.js';
import { aborted, done, hung, type HibernateStepEnd, type HibernationState } from './hibernate-step.js';
import { imageBytesOf, mibToBytes, totalMemoryMib, transferMs } from './image-size.js';
import { KernelLog } from './kernel-log.js';
import { memoryMapOf } from './memory-map.js';

/** Step 4: non-boot CPUs off, memory copied, CPUs on. What the image holds is the guest at this moment (R21 H11). */
export function createImage(state: HibernationState): HibernateStepEnd {
  const { guest, hardware } = state;
  const log = new KernelLog();
  log.info('Disabling non-boot CPUs ...');
  log.info('PM: hibernation: Creating image');
  const image: HibernationImage = {
    guest,
    imageBytes: imageBytesOf(guest),
    memoryMib: guest.memoryMib,
    totalMemoryMib: totalMemoryMib(guest),
    memoryMap: memoryMapOf(hardware),
    facsSignature: hardware.facsSignature,
    isStale: false,
  };
  const notes = [
    `the image holds ${count(guest.channels.length, 'closed primary channel')} and no sub-channel`,
  ];
  return done({ ...state, image }, notes, { log, findings: vfFindings(state) });
}

/** Step 7: the image goes to swap (R82). A failure leaves the guest running. */
export function writeImage(state: HibernationState): HibernateStepEnd {
  const { guest, hardware } = state;
  const { imageBytes } = imageOf(state);
  const { imageBytesPerSecond, faults } = hardware;
  const log = new KernelLog();
  const swapBytes = mibToBytes(guest.profile.swapMib);
  if (swapBytes === 0 || isStaged(faults, 'wrong-resume-device')) {
    const symptom = 'Cannot find swap device, try swapon -a';
    log.error(`PM: ${symptom}`);
    return aborted(guest, { rule: 'R82', phase: 'H13', errno: ERRNO.ENODEV, symptom }, { log });
  }
  if (osControllerIsDead(guest)) {
    const symptom =
      'the disk with the swap area did not come back for the thaw, and writing to it crashes the task';
    return hung({ rule: 'R56', phase: 'H13', symptom }, { log });
  }
  if (isStaged(faults, 'image-write-error')) {
    const symptom = 'writing the image to swap met an I/O error';
    log.error('I/O error, dev sda, sector 2048 op 0x1:(WRITE)');
    return aborted(guest, { rule: 'R82', phase: 'H13', errno: ERRNO.EIO, symptom }, { log });
  }
  if (swapBytes < imageBytes) {
    log.pass(transferMs(swapBytes, imageBytesPerSecond));
    const symptom = `swap is full after ${swapBytes} of ${imageBytes} bytes`;
    return aborted(guest, { rule: 'R82', phase: 'H13', errno: ERRNO.ENOSPC, symptom }, { log });
  }
  log.pass(transferMs(imageBytes, imageBytesPerSecond));
  log.info('PM: hibernation: Image saving done');
  return done({ ...state, imageWritten: true }, [`wrote ${imageBytes} bytes to swap`], { log });
}

/** What step 4 made. Throws `Error` before it. */
export function imageOf(state: HibernationState): HibernationImage {
  if (state.image === undefined) throw new Error('the image is created in step 4');
  return state.image;
}

/** R56: swap is on the OS disk, behind controller 0, which the thaw may have lost (R45). */
function osControllerIsDead(guest: RunningGuest): boolean {
  return guest.channels.some(({ slot, resumeError }) => slot === 'scsi 0' && resumeError !== undefined);
}

function vfFindings({ guest, initiatedBy }: HibernationState): readonly Finding[] {
  const who = initiatedBy === 'self' ? 'the guest hibernated by itself' : 'nobody took the VF away';
  return guest.channels
    .filter((channel) => kindOf(channel) === 'vf')
    .map(({ slot }) => ({
      rule: 'MOVE-12',
      phase: 'H11',
      severity: 'resumed-degraded',
      slot,
      summary: `The image holds ${slot}, because ${who}.`,
      consequence:
        'A newly created VM offers a VF under another instance GUID, and this one is not resumed properly.',
    }));
}
