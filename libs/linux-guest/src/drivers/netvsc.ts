import { ERRNO } from '../errno.js';
import { isStagedFor } from '../faults/fault.js';
import { DONE, failed, waitsForEver, type DriverModel } from './driver-model.js';

/** Tries to find the rings empty, and the shortest pause between two, ms. Source: netvsc.c, `RETRY_MAX`, `RETRY_US_LO`. */
const DRAIN_TRIES = 2_000;
const DRAIN_PAUSE_MS = 5;
/** Queues that netvsc asks for when nobody configured it otherwise. Source: hyperv_net.h, `VRSS_CHANNEL_DEFAULT`. */
const DEFAULT_QUEUES = 8;

/** Synthetic NICs (R61, R62): keeps the interface, closes and re-opens what is beneath it. */
export const NETVSC: DriverModel = {
  name: 'hv_netvsc',
  suspend: ({ slot, resumeError }, { faults, log }) => {
    if (resumeError !== undefined) {
      return failed('R61', ERRNO.ENODEV, `${slot} did not survive the last resume`);
    }
    if (!isStagedFor(faults, 'nic-rings-not-draining', slot)) return DONE;
    log.pass(DRAIN_TRIES * DRAIN_PAUSE_MS);
    return failed('R61', ERRNO.ETIMEDOUT, `the rings of ${slot} did not run empty within 10 s`);
  },
  resume: ({ slot }, { faults, vcpus, offersArrive }) => {
    if (isStagedFor(faults, 'vsp-silent', slot)) {
      return waitsForEver(
        'R62',
        `${slot} waits without limit for an NVSP answer that the host does not send`,
      );
    }
    return offersArrive || NETVSC.subChannelsWanted(vcpus) === 0
      ? DONE
      : waitsForEver('R48', `${slot} waits without limit for sub-channels whose offers the bus drops`);
  },
  subChannelsWanted: (vcpus) => Math.min(vcpus, DEFAULT_QUEUES) - 1,
};
