import { ERRNO } from '../errno.js';
import { isStagedFor } from '../faults/fault.js';
import { DONE, failed, waitsForEver, type DriverModel } from './driver-model.js';

/** Longest wait for each of its initial messages, ms. Source: storvsc_drv.c, `storvsc_timeout`. */
const INIT_TIMEOUT_MS = 180_000;
/** vCPUs that share one storage channel. Source: storvsc_drv.c, `storvsc_vcpus_per_sub_channel`. */
const VCPUS_PER_SUB_CHANNEL = 4;

/** SCSI and IDE controllers (R60): drains before it closes, negotiates afresh after it opens. */
export const STORVSC: DriverModel = {
  name: 'storvsc',
  suspend: ({ slot }, { faults }) =>
    isStagedFor(faults, 'disk-io-outstanding', slot)
      ? waitsForEver('R60', `${slot} waits without limit for a disk request that the host does not answer`)
      : DONE,
  resume: ({ slot }, { faults, log }) => {
    if (!isStagedFor(faults, 'vsp-silent', slot)) return DONE;
    log.pass(INIT_TIMEOUT_MS);
    return failed('R60', ERRNO.ETIMEDOUT, 'the host did not answer the first message within 180 s');
  },
  subChannelsWanted: (vcpus) => Math.floor((vcpus - 1) / VCPUS_PER_SUB_CHANNEL),
};
