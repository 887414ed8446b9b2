import { z, type ZodType } from 'zod';
import {
  armWord,
  LOCATION,
  READ_ONLY,
  READ_ONLY_ENVELOPE,
  resourceIdOf,
  TAGS,
} from '../requests/arm-schemas.js';
import type { CopySource, DiskChange, DiskSource, WantedDiskResource } from './wanted-disk-resource.js';

/*
 * Every member of the published models of managed disks.
 *
 * | members                                             | what becomes of them                                 |
 * | --------------------------------------------------- | ---------------------------------------------------- |
 * | sku.name, diskSizeGB, supportsHibernation           | used                                                 |
 * | creationData.createOption, sourceResourceId         | used: Empty, FromImage, Copy of a disk or a snapshot;|
 * |                                                     | Import and Upload make a disk of the size without    |
 * |                                                     | the bytes                                            |
 * | maxShares                                           | used: a disk that could be shared rules hibernation  |
 * |                                                     | out, and still goes to one VM at a time              |
 * | osType, zones, encryption, tier, access, ...        | kept and shown, without any effect                   |
 * | diskState, timeCreated, uniqueId, ...               | answers only; taken and dropped                      |
 */

const MAX_DISK_GIB = 65_536;
const SHOWN = z.unknown().optional();

const IMAGE_REFERENCE = z.strictObject({
  id: z.string().optional(),
  sharedGalleryImageId: z.string().optional(),
  communityGalleryImageId: z.string().optional(),
  lun: z.int().optional(),
});

/** A disk or a snapshot. */
export const COPY_SOURCE: ZodType<CopySource> = z.string().transform((text, context): CopySource => {
  for (const [type, segment] of [
    ['disk', 'disks'],
    ['snapshot', 'snapshots'],
  ] as const) {
    const found = resourceIdOf('Microsoft.Compute', segment).safeParse(text);
    if (found.success) return { ...found.data, type };
  }
  context.addIssue({ code: 'custom', message: 'is not the id of a disk or a snapshot' });
  return z.NEVER;
});

const CREATION_DATA = z.strictObject({
  createOption: armWord('Empty', 'FromImage', 'Import', 'Upload', 'Copy'),
  imageReference: IMAGE_REFERENCE.optional(),
  galleryImageReference: IMAGE_REFERENCE.optional(),
  sourceResourceId: COPY_SOURCE.optional(),
  logicalSectorSize: z.int().optional(),
  performancePlus: z.boolean().optional(),
  storageAccountId: SHOWN,
  sourceUri: SHOWN,
  uploadSizeBytes: z.int().min(1).optional(),
  securityDataUri: SHOWN,
  securityMetadataUri: SHOWN,
  elasticSanResourceId: SHOWN,
  provisionedBandwidthCopySpeed: SHOWN,
  instantAccessDurationMinutes: SHOWN,
  sourceUniqueId: READ_ONLY,
});

const CHANGEABLE = {
  osType: armWord('Linux', 'Windows').optional(),
  diskSizeGB: z.int().min(1).max(MAX_DISK_GIB).optional(),
  supportsHibernation: z.boolean().optional(),
  maxShares: z.int().min(1).optional(),
  encryptionSettingsCollection: SHOWN,
  diskIOPSReadWrite: READ_ONLY,
  diskMBpsReadWrite: READ_ONLY,
  diskIOPSReadOnly: READ_ONLY,
  diskMBpsReadOnly: READ_ONLY,
  encryption: SHOWN,
  networkAccessPolicy: z.string().optional(),
  diskAccessId: z.string().optional(),
  tier: READ_ONLY,
  burstingEnabled: z.boolean().optional(),
  purchasePlan: SHOWN,
  supportedCapabilities: SHOWN,
  publicNetworkAccess: z.string().optional(),
  dataAccessAuthMode: z.string().optional(),
  optimizedForFrequentAttach: z.boolean().optional(),
  availabilityPolicy: SHOWN,
  propertyUpdatesInProgress: READ_ONLY,
} as const;

const PROPERTIES = z.strictObject({
  ...CHANGEABLE,
  creationData: CREATION_DATA,
  hyperVGeneration: armWord('V1', 'V2').optional(),
  securityProfile: SHOWN,
  completionPercent: SHOWN,
  timeCreated: READ_ONLY,
  diskSizeBytes: READ_ONLY,
  uniqueId: READ_ONLY,
  provisioningState: READ_ONLY,
  diskState: READ_ONLY,
  shareInfo: READ_ONLY,
  burstingEnabledTime: READ_ONLY,
  LastOwnershipUpdateTime: READ_ONLY,
});

const SKU = z.strictObject({ name: z.string(), tier: READ_ONLY });

export const DISK_BODY = z.strictObject({
  ...READ_ONLY_ENVELOPE,
  location: LOCATION,
  tags: TAGS.optional(),
  sku: SKU.optional(),
  zones: z.array(z.string()).optional(),
  extendedLocation: READ_ONLY,
  managedBy: READ_ONLY,
  managedByExtended: READ_ONLY,
  properties: PROPERTIES,
});
export type DiskBody = z.output<typeof DISK_BODY>;

export const DISK_UPDATE_BODY = z.strictObject({
  tags: TAGS.optional(),
  sku: SKU.optional(),
  properties: z.strictObject(CHANGEABLE).optional(),
});
export type DiskUpdateBody = z.output<typeof DISK_UPDATE_BODY>;

/** Members that are computed anew for every answer, or mean something here. */
const NOT_SHOWN = [
  'diskSizeGB',
  'supportsHibernation',
  'creationData',
  'diskIOPSReadWrite',
  'diskMBpsReadWrite',
  'diskIOPSReadOnly',
  'diskMBpsReadOnly',
  'tier',
  'propertyUpdatesInProgress',
  'timeCreated',
  'diskSizeBytes',
  'uniqueId',
  'provisioningState',
  'diskState',
  'shareInfo',
  'burstingEnabledTime',
  'LastOwnershipUpdateTime',
];

/** Members of a change that a user could expect something of, and that have no effect (TORPOR-22). */
export const IGNORED_OF_DISK_UPDATE = [
  'properties.diskAccessId',
  'properties.burstingEnabled',
  'properties.tier',
  'properties.diskIOPSReadWrite',
  'properties.diskMBpsReadWrite',
  'properties.diskIOPSReadOnly',
  'properties.diskMBpsReadOnly',
  'properties.encryption.diskEncryptionSetId',
  'properties.encryptionSettingsCollection',
  'properties.optimizedForFrequentAttach',
  'properties.availabilityPolicy',
] as const;

/** Of where disks and snapshots come from: nothing is read from there. */
export const IGNORED_OF_CREATION = [
  'properties.creationData.sourceUri',
  'properties.creationData.uploadSizeBytes',
  'properties.creationData.logicalSectorSize',
  'properties.creationData.performancePlus',
  'properties.creationData.securityDataUri',
  'properties.creationData.securityMetadataUri',
  'properties.creationData.elasticSanResourceId',
  'properties.creationData.provisionedBandwidthCopySpeed',
  'properties.creationData.instantAccessDurationMinutes',
] as const;

/** The same of a whole disk. */
export const IGNORED_OF_DISK = [
  'zones',
  ...IGNORED_OF_DISK_UPDATE,
  'properties.securityProfile',
  ...IGNORED_OF_CREATION,
] as const;

/** What the body of a PUT asks for. */
export function wantedDisk({ location, zones, properties, tags, sku }: DiskBody): WantedDiskResource {
  return {
    location,
    ...(zones === undefined ? {} : { zones }),
    ...diskChange({ tags: tags ?? {}, sku, properties }),
    source: sourceOf(properties.creationData),
  };
}

/** What the body of a PATCH asks for, or the part of a PUT that may change later. */
export function diskChange({ tags, sku, properties = {} }: DiskUpdateBody): DiskChange {
  const { diskSizeGB, supportsHibernation } = properties;
  return {
    ...(tags === undefined ? {} : { tags }),
    ...(sku === undefined ? {} : { sku: sku.name }),
    ...(diskSizeGB === undefined ? {} : { sizeGib: diskSizeGB }),
    ...(supportsHibernation === undefined ? {} : { supportsHibernation }),
    properties: Object.fromEntries(Object.entries(properties).filter(([name]) => !NOT_SHOWN.includes(name))),
  };
}

function sourceOf(data: z.output<typeof CREATION_DATA>): DiskSource {
  const { createOption, sourceResourceId, sourceUniqueId: _computed, ...shown } = data;
  switch (createOption) {
    case 'Empty':
      return { kind: 'empty', shown };
    case 'FromImage':
      return { kind: 'image', shown };
    case 'Import':
      return { kind: 'import', shown };
    case 'Upload':
      return { kind: 'upload', shown };
    case 'Copy':
      return { kind: 'copy', shown, ...(sourceResourceId === undefined ? {} : { of: sourceResourceId }) };
  }
}
