import { FIXED_SINGLE_INSTANCES } from '../fixed-single-instances.js';
import type { GuidPolicy } from '../policy.js';

/**
 * Hyper-V as it comes out of the box: single-instance devices are the same everywhere (MOVE-4), everything else
 * gets new instance GUIDs with every newly created VM (MOVE-3, and the last sentences of MOVE-5 and MOVE-6), and
 * nobody takes VFs away. An operator who wants more writes a policy of his own (MOVE-13).
 */
export const LOCAL_HYPERV_POLICY: GuidPolicy = {
  name: 'local-hyperv',
  description:
    'Local Hyper-V out of the box: fixed single-instance devices, everything else fresh with every new VM',
  devices: {
    ...FIXED_SINGLE_INSTANCES,
    scsi: { kind: 'fresh' },
    nic: { kind: 'fresh' },
    vf: { kind: 'fresh' },
    dda: { kind: 'fresh' },
  },
  removeVfsBeforeHibernation: false,
  dda: { hibernation: 'allow', exceptSizes: [] },
};
