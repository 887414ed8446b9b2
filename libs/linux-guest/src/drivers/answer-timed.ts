import { ERRNO } from '../errno.js';
import { isStagedFor } from '../faults/fault.js';
import { DONE, failed, type DriverModel } from './driver-model.js';

/**
 * Drivers that close and re-open, and then wait for the host's answer for a limited time (R71, R72). `answerMs` is
 * how long the first wait lasts before the resume function gives up with -ETIMEDOUT; absent: it waits for nothing,
 * as the integration services, whose versions the host negotiates later (R70).
 */
export function answerTimed(name: string, answerMs?: number): DriverModel {
  return {
    name,
    suspend: () => DONE,
    resume: ({ slot }, { faults, log }) => {
      if (answerMs === undefined || !isStagedFor(faults, 'vsp-silent', slot)) return DONE;
      log.pass(answerMs);
      const rule = name === 'hv_balloon' ? 'R71' : 'R72';
      return failed(rule, ERRNO.ETIMEDOUT, `the host did not answer within ${answerMs / 1000} s`);
    },
    subChannelsWanted: () => 0,
  };
}
