import { ERRNO } from '../errno.js';
import { isStagedFor } from '../faults/fault.js';
import { DONE, failed, waitsForEver, type DriverModel } from './driver-model.js';

/** Longest wait for the answer to a D0 exit, ms. Source: pci-hyperv.c, `hv_pci_bus_exit`. */
const D0_EXIT_TIMEOUT_MS = 10_000;

/** vPCI buses of VFs and assigned devices (R66, R67). */
export const HV_PCI: DriverModel = {
  name: 'hv_pci',
  suspend: ({ slot, resumeError }, { faults, log }) => {
    if (resumeError !== undefined) {
      const symptom = `the vPCI bus of ${slot} is not in its installed state since the last resume`;
      return failed('R66', ERRNO.EINVAL, symptom);
    }
    if (isStagedFor(faults, 'vpci-initialising', slot)) {
      return failed('R66', ERRNO.EINVAL, `the vPCI bus of ${slot} is not in its installed state yet`);
    }
    if (!isStagedFor(faults, 'vpci-d0-exit-unanswered', slot)) return DONE;
    log.pass(D0_EXIT_TIMEOUT_MS);
    return failed('R66', ERRNO.ETIMEDOUT, `the host did not answer the D0 exit of ${slot} within 10 s`);
  },
  resume: ({ slot }, { faults }) => {
    if (isStagedFor(faults, 'vsp-silent', slot)) {
      return waitsForEver('R67', `${slot} waits without limit for a vPCI answer that the host does not send`);
    }
    return isStagedFor(faults, 'vpci-version-refused', slot)
      ? failed('R67', ERRNO.EPROTO, 'the host refuses the only vPCI protocol version that the driver offers')
      : DONE;
  },
  subChannelsWanted: () => 0,
};
