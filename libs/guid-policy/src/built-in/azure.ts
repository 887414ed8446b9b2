import { guid } from '#libs/vmbus';
import { FIXED_SINGLE_INSTANCES } from '../fixed-single-instances.js';
import type { GuidPolicy } from '../policy.js';

/**
 * What Azure does (MOVE-4 to MOVE-9): the pair of SCSI controllers pinned, NICs derived from their MACs, vPCI
 * devices new every time, VFs out of the way before hibernation. The SCSI pair is the one that Azure's own udev
 * rules name for the OS disk and the data disks (R4). A third controller, which no Azure VM has, would be fresh.
 * The two sizes let through carry a part of a GPU by DDA and are nevertheless listed as supported (R68, ASSUME-7).
 */
export const AZURE_POLICY: GuidPolicy = {
  name: 'azure',
  description:
    'Azure: fixed single-instance devices, two pinned SCSI controllers, NICs from their MAC, fresh vPCI devices; ' +
    'VFs leave before hibernation and DDA is refused except on listed sizes',
  devices: {
    ...FIXED_SINGLE_INSTANCES,
    scsi: {
      kind: 'pinned',
      guids: [guid('f8b3781a-1e82-4818-a1c3-63d806ec15bb'), guid('f8b3781b-1e82-4818-a1c3-63d806ec15bb')],
      beyond: 'fresh',
    },
    nic: { kind: 'from-mac' },
    vf: { kind: 'fresh' },
    dda: { kind: 'fresh' },
  },
  removeVfsBeforeHibernation: true,
  dda: { hibernation: 'refuse', exceptSizes: ['Standard_NV6ads_A10_v5', 'Standard_NV12ads_A10_v5'] },
};
