import { z } from 'zod';
import { armName } from '../../arm/arm-name.js';
import { armWord, notEmulated, READ_ONLY, resourceIdOf, SUB_RESOURCE } from '../../requests/arm-schemas.js';

/*
 * `properties.storageProfile` of the published VM model, member by member.
 *
 * | members                                                      | what becomes of them                          |
 * | ------------------------------------------------------------ | --------------------------------------------- |
 * | imageReference                                               | used: names the guest profile (image-profiles)|
 * | osDisk, dataDisks: createOption, name, diskSizeGB, lun,      | used: disks are made or attached              |
 * | managedDisk.id, managedDisk.storageAccountType, toBeDetached |                                               |
 * | osDisk.osType                                                | used where there is no image; the guest is    |
 * |                                                              | Linux in any case                             |
 * | osDisk.diffDiskSettings                                      | used: rules hibernation out (AZURE-14); the   |
 * |                                                              | disk is a managed disk all the same           |
 * | osDisk.deleteOption, dataDisks.deleteOption                  | used: the disk goes with its VM, or stays     |
 * | caching, writeAcceleratorEnabled, encryption,                | kept and shown, without any effect            |
 * | detachOption, diskControllerType, ...                        |                                               |
 * | vhd, image, sourceResource                                   | refused: unmanaged disks and restore points   |
 * | diskIOPSReadWrite, diskMBpsReadWrite, exactVersion           | answers only; taken and dropped               |
 */

const MAX_DISK_GIB = 65_536;
const MAX_LUN = 63;
const SHOWN = z.unknown().optional();
const UNMANAGED = notEmulated('use a managed disk');

export const IMAGE_REFERENCE = z.strictObject({
  id: z.string().optional(),
  publisher: z.string().optional(),
  offer: z.string().optional(),
  sku: z.string().optional(),
  version: z.string().optional(),
  sharedGalleryImageId: z.string().optional(),
  communityGalleryImageId: z.string().optional(),
  exactVersion: READ_ONLY,
});

const MANAGED_DISK = z.strictObject({
  id: resourceIdOf('Microsoft.Compute', 'disks').optional(),
  storageAccountType: z.string().optional(),
  diskEncryptionSet: SUB_RESOURCE.optional(),
  securityProfile: z.looseObject({}).optional(),
});

const DISK = {
  name: armName('disk').optional(),
  createOption: armWord('FromImage', 'Empty', 'Attach').optional(),
  diskSizeGB: z.int().min(1).max(MAX_DISK_GIB).optional(),
  managedDisk: MANAGED_DISK.optional(),
  caching: armWord('None', 'ReadOnly', 'ReadWrite').optional(),
  deleteOption: armWord('Delete', 'Detach').optional(),
  writeAcceleratorEnabled: z.boolean().optional(),
  storageFaultDomainAlignment: z.string().optional(),
  vhd: UNMANAGED,
  image: UNMANAGED,
} as const;

export const OS_DISK = z.strictObject({
  ...DISK,
  osType: armWord('Linux', 'Windows').optional(),
  encryptionSettings: SHOWN,
  diffDiskSettings: z
    .strictObject({
      option: armWord('Local').optional(),
      placement: z.string().optional(),
      enableFullCaching: z.boolean().optional(),
    })
    .optional(),
});
export type OsDiskBody = z.output<typeof OS_DISK>;

export const DATA_DISK = z.strictObject({
  ...DISK,
  lun: z.int().min(0).max(MAX_LUN),
  toBeDetached: z.boolean().optional(),
  detachOption: z.string().optional(),
  sourceResource: notEmulated('copy the disk first and attach the copy'),
  diskIOPSReadWrite: READ_ONLY,
  diskMBpsReadWrite: READ_ONLY,
});
export type DataDiskBody = z.output<typeof DATA_DISK>;

export const STORAGE_PROFILE = z.strictObject({
  imageReference: IMAGE_REFERENCE.optional(),
  osDisk: OS_DISK.optional(),
  dataDisks: z.array(DATA_DISK).optional(),
  diskControllerType: z.string().optional(),
  alignRegionalDisksToVMZone: z.boolean().optional(),
});
export type StorageProfileBody = z.output<typeof STORAGE_PROFILE>;
