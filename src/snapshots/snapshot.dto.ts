import { z } from 'zod';
import { SHOWN } from '../kept-resources/kept-schemas.js';
import { armWord, READ_ONLY } from '../requests/arm-schemas.js';
import { COPY_SOURCE } from '../disks/disk.dto.js';

/*
 * Every member of the published model of snapshots.
 *
 * | members                                             | what becomes of them                                 |
 * | --------------------------------------------------- | ---------------------------------------------------- |
 * | creationData.createOption, sourceResourceId         | used: Copy and CopyStart of a disk or snapshot, whose|
 * |                                                     | size and kind it gets; Empty; Import without bytes   |
 * | diskSizeGB, supportsHibernation, incremental, sku   | used                                                 |
 * | timeCreated, uniqueId, diskState, ...               | answers only; taken and dropped                      |
 * | everything else                                     | kept and shown, without any effect                   |
 */

const MAX_DISK_GIB = 65_536;

const CREATION_DATA = z.strictObject({
  createOption: armWord('Empty', 'Copy', 'CopyStart', 'Import'),
  sourceResourceId: z
    .string()
    .superRefine((text, context) => {
      if (COPY_SOURCE.safeParse(text).success) return;
      context.addIssue({ code: 'custom', message: 'is not the id of a disk or a snapshot' });
    })
    .optional(),
  storageAccountId: SHOWN,
  imageReference: SHOWN,
  galleryImageReference: SHOWN,
  sourceUri: SHOWN,
  uploadSizeBytes: SHOWN,
  logicalSectorSize: SHOWN,
  securityDataUri: SHOWN,
  securityMetadataUri: SHOWN,
  performancePlus: SHOWN,
  elasticSanResourceId: SHOWN,
  provisionedBandwidthCopySpeed: SHOWN,
  instantAccessDurationMinutes: SHOWN,
  sourceUniqueId: READ_ONLY,
});
export type SnapshotCreationData = z.output<typeof CREATION_DATA>;

const CHANGEABLE = {
  osType: armWord('Linux', 'Windows').optional(),
  diskSizeGB: z.int().min(1).max(MAX_DISK_GIB).optional(),
  supportsHibernation: z.boolean().optional(),
  encryptionSettingsCollection: SHOWN,
  encryption: SHOWN,
  networkAccessPolicy: z.string().optional(),
  diskAccessId: z.string().optional(),
  publicNetworkAccess: z.string().optional(),
  dataAccessAuthMode: z.string().optional(),
  supportedCapabilities: SHOWN,
} as const;

export const SNAPSHOT_PROPERTIES = z.strictObject({
  ...CHANGEABLE,
  creationData: CREATION_DATA,
  hyperVGeneration: armWord('V1', 'V2').optional(),
  incremental: z.boolean().optional(),
  purchasePlan: SHOWN,
  securityProfile: SHOWN,
  completionPercent: READ_ONLY,
  copyCompletionError: READ_ONLY,
  timeCreated: READ_ONLY,
  diskSizeBytes: READ_ONLY,
  diskState: READ_ONLY,
  uniqueId: READ_ONLY,
  provisioningState: READ_ONLY,
  incrementalSnapshotFamilyId: READ_ONLY,
  snapshotAccessState: READ_ONLY,
});

export const SNAPSHOT_PATCH = z.strictObject({ ...CHANGEABLE, snapshotAccessState: READ_ONLY });

/** Members that answers compute. */
export const SNAPSHOT_READ_ONLY = [
  'completionPercent',
  'copyCompletionError',
  'timeCreated',
  'diskSizeBytes',
  'diskState',
  'uniqueId',
  'provisioningState',
  'incrementalSnapshotFamilyId',
  'snapshotAccessState',
];

export const SNAPSHOT_ENVELOPE = {
  sku: z.strictObject({
    name: armWord('Standard_LRS', 'Premium_LRS', 'Standard_ZRS').optional(),
    tier: READ_ONLY,
  }),
  extendedLocation: SHOWN,
  managedBy: READ_ONLY,
};
