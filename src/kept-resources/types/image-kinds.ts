import { z } from 'zod';
import { armWord, READ_ONLY, referenceTo } from '../../requests/arm-schemas.js';
import { keptDocument } from '../kept-document.js';
import type { KeptKind } from '../kept-kind.js';
import { keptBody, keptPatch, SHOWN } from '../kept-schemas.js';
import { completeManagedImage } from './managed-image.js';

/*
 * Images that users made. What is in them is not modelled: a VM made from one runs the guest that its reference
 * stands for, and one made from a managed image cannot hibernate (AZURE-13). The features of a definition in a
 * gallery say whether VMs made of its versions can.
 */

const IMAGE_DISK = {
  snapshot: SHOWN,
  managedDisk: SHOWN,
  blobUri: z.string().optional(),
  caching: SHOWN,
  diskSizeGB: z.int().min(1).optional(),
  storageAccountType: z.string().optional(),
  diskEncryptionSet: SHOWN,
};

const IMAGE_OS_DISK = z.strictObject({
  osType: armWord('Linux', 'Windows'),
  osState: armWord('Generalized', 'Specialized'),
  ...IMAGE_DISK,
});
const IMAGE_DATA_DISK = z.strictObject({ lun: z.int().min(0), ...IMAGE_DISK });

const IMAGE_PROPERTIES = z.strictObject({
  sourceVirtualMachine: referenceTo('Microsoft.Compute', 'virtualMachines').optional(),
  storageProfile: z
    .strictObject({
      osDisk: IMAGE_OS_DISK.optional(),
      dataDisks: z.array(IMAGE_DATA_DISK).optional(),
      zoneResilient: z.boolean().optional(),
    })
    .optional(),
  hyperVGeneration: armWord('V1', 'V2').optional(),
  provisioningState: READ_ONLY,
});

export const MANAGED_IMAGE: KeptKind = {
  type: 'Microsoft.Compute/images',
  title: 'image',
  nameKinds: ['computeResource'],
  body: keptBody(IMAGE_PROPERTIES, { extendedLocation: SHOWN }),
  patch: keptPatch(IMAGE_PROPERTIES),
  answer: 'at-once',
  isListedInSubscription: true,
  readOnly: ['provisioningState'],
  ignored: ['extendedLocation', 'properties.storageProfile'],
  does: 'it is kept and shown; one of a VM lists the disks that the VM has, without their content, and VMs made of it cannot hibernate',
  prepare: completeManagedImage,
};

const GALLERY_PROPERTIES = z.strictObject({
  description: z.string().optional(),
  identifier: SHOWN,
  sharingProfile: SHOWN,
  softDeletePolicy: SHOWN,
  provisioningState: READ_ONLY,
  sharingStatus: READ_ONLY,
});

export const GALLERY: KeptKind = {
  type: 'Microsoft.Compute/galleries',
  title: 'gallery',
  nameKinds: ['gallery'],
  body: keptBody(GALLERY_PROPERTIES, { identity: SHOWN }),
  patch: keptPatch(GALLERY_PROPERTIES, { identity: SHOWN }),
  answer: 'at-once',
  isListedInSubscription: true,
  readOnly: ['provisioningState', 'sharingStatus', 'identifier'],
  ignored: ['identity', 'properties.sharingProfile', 'properties.softDeletePolicy'],
  does: 'it is kept and shown; nothing is shared',
  documents: async (_sql, kept) =>
    kept.map((one) =>
      keptDocument(GALLERY, one, {
        provisioningState: 'Succeeded',
        identifier: { uniqueName: `${one.subscriptionId}-${one.name}`.toUpperCase() },
      }),
    ),
};

const DEFINITION_PROPERTIES = z.strictObject({
  description: z.string().optional(),
  eula: z.string().optional(),
  privacyStatementUri: z.string().optional(),
  releaseNoteUri: z.string().optional(),
  osType: armWord('Linux', 'Windows'),
  osState: armWord('Generalized', 'Specialized'),
  hyperVGeneration: armWord('V1', 'V2').optional(),
  endOfLifeDate: SHOWN,
  identifier: z.strictObject({ publisher: z.string(), offer: z.string(), sku: z.string() }),
  recommended: SHOWN,
  disallowed: SHOWN,
  purchasePlan: SHOWN,
  features: z
    .array(z.strictObject({ name: z.string(), value: z.string(), startsAtVersion: z.string().optional() }))
    .optional(),
  architecture: armWord('x64', 'Arm64').optional(),
  allowUpdateImage: z.boolean().optional(),
  provisioningState: READ_ONLY,
});

export const GALLERY_IMAGE: KeptKind = {
  type: 'Microsoft.Compute/galleries/images',
  title: 'image definition',
  nameKinds: ['gallery', 'computeResource'],
  body: keptBody(DEFINITION_PROPERTIES),
  patch: keptPatch(DEFINITION_PROPERTIES),
  answer: 'at-once',
  isListedInSubscription: false,
  readOnly: ['provisioningState'],
  ignored: [
    'properties.recommended',
    'properties.disallowed',
    'properties.endOfLifeDate',
    'properties.purchasePlan',
    'properties.allowUpdateImage',
  ],
  does: 'it is kept and shown; its features say whether VMs made of its versions can hibernate',
  prepare: (_sql, { wanted }) => ({
    ...wanted,
    properties: { hyperVGeneration: 'V2', architecture: 'x64', ...wanted.properties },
  }),
};

const VERSION_PROPERTIES = z.strictObject({
  publishingProfile: SHOWN,
  storageProfile: z.looseObject({}),
  safetyProfile: SHOWN,
  securityProfile: SHOWN,
  restore: SHOWN,
  replicationStatus: READ_ONLY,
  validationsProfile: READ_ONLY,
  provisioningState: READ_ONLY,
});

export const GALLERY_IMAGE_VERSION: KeptKind = {
  type: 'Microsoft.Compute/galleries/images/versions',
  title: 'image version',
  nameKinds: ['gallery', 'computeResource', 'galleryImageVersion'],
  body: keptBody(VERSION_PROPERTIES),
  patch: keptPatch(VERSION_PROPERTIES),
  answer: 'at-once',
  isListedInSubscription: false,
  readOnly: ['replicationStatus', 'validationsProfile', 'provisioningState'],
  ignored: [
    'properties.publishingProfile',
    'properties.storageProfile',
    'properties.safetyProfile',
    'properties.securityProfile',
    'properties.restore',
  ],
  does: 'it is kept and shown; VMs can be made of it, but it has no content and is not replicated',
};
