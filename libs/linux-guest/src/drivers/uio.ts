import { ERRNO } from '../errno.js';
import { DONE, failed, type DriverModel } from './driver-model.js';

/** The one driver in the tree without suspend and resume functions (UIO-1, R20, R69). */
export const UIO: DriverModel = {
  name: 'uio_hv_generic',
  suspend: ({ slot }) =>
    failed('UIO-2', ERRNO.EOPNOTSUPP, `${slot} is bound to uio_hv_generic, which has no suspend function`),
  // Never reached: nothing that holds such a device is hibernated.
  resume: () => DONE,
  subChannelsWanted: () => 0,
};
