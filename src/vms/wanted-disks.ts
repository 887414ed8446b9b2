import { refusal } from '#libs/refusal';
import type { Catalogue } from '../catalogue/load-catalogue.js';
import { diskSku } from '../disks/disk-sku.js';
import { RefusalError } from '../errors/refusal-error.js';
import type { ImageProfile } from './image-profiles.js';
import type { ImageSource } from './image-source.js';
import type { DataDiskBody, OsDiskBody } from './vm-body/storage-profile.dto.js';
import type { WantedDataDisk, WantedDisk } from './vm-document.js';

const OS_DISK = 'properties.storageProfile.osDisk';
const DATA_DISKS = 'properties.storageProfile.dataDisks';

export interface DiskContext {
  readonly catalogue: Catalogue;
  /** What a disk gets when no type is given. */
  readonly defaultSku: string;
}

export interface OsDiskContext extends DiskContext {
  /** Absent: no image was named. */
  readonly image?: ImageProfile;
  readonly source?: ImageSource;
  readonly hibernationEnabled: boolean;
}

/**
 * The OS disk that a new VM gets: made from an image, or an existing one. One made for a VM that is enabled for
 * hibernation supports it (AZURE-3). Throws `RefusalError`.
 */
export function wantedOsDisk(body: OsDiskBody, context: OsDiskContext): WantedDisk {
  const { managedDisk, createOption = managedDisk?.id === undefined ? 'FromImage' : 'Attach' } = body;
  switch (createOption) {
    case 'Attach':
      return attached(body, OS_DISK);
    case 'Empty':
      throw invalid('an OS disk is made FromImage or is an existing one', `${OS_DISK}.createOption`);
    case 'FromImage':
      return fromImage(body, context);
  }
}

function fromImage(
  body: OsDiskBody,
  { image, source, hibernationEnabled, ...context }: OsDiskContext,
): WantedDisk {
  const { managedDisk, diskSizeGB, name } = body;
  if (image === undefined)
    throw invalid('createOption FromImage needs an image', 'properties.storageProfile.imageReference');
  if (managedDisk?.id !== undefined) {
    throw invalid('a disk made FromImage cannot be an existing one', `${OS_DISK}.managedDisk.id`);
  }
  const sizeGib = diskSizeGB ?? image.osDiskGib;
  if (sizeGib < image.osDiskGib) {
    const detail = `the image has ${image.osDiskGib} GiB, ${sizeGib} were asked for`;
    throw new RefusalError(refusal('disk-too-small', detail, { target: `${OS_DISK}.diskSizeGB` }));
  }
  return {
    kind: 'new',
    ...(name === undefined ? {} : { name }),
    sku: skuOf(managedDisk?.storageAccountType, sizeGib, context, OS_DISK),
    sizeGib,
    supportsHibernation: hibernationEnabled,
    properties: {
      osType: image.osType,
      hyperVGeneration: image.hyperVGeneration,
      creationData: { createOption: 'FromImage', ...source },
    },
  };
}

/** The data disks wanted, without those to be detached. Throws `RefusalError`. */
export function wantedDataDisks(
  bodies: readonly DataDiskBody[],
  context: DiskContext,
): readonly WantedDataDisk[] {
  return bodies.flatMap((body, at) => {
    if (body.toBeDetached === true) return [];
    return [{ lun: body.lun, disk: wantedDataDisk(body, context, `${DATA_DISKS}[${at}]`) }];
  });
}

/** A disk that has an id exists, whatever it was made of: clients send back what they have read. */
function wantedDataDisk(body: DataDiskBody, context: DiskContext, target: string): WantedDisk {
  const { managedDisk, createOption, diskSizeGB, name } = body;
  if (managedDisk?.id !== undefined || createOption === 'Attach') return attached(body, target);
  if (createOption === undefined)
    throw invalid(`${target}.createOption is required`, `${target}.createOption`);
  if (createOption === 'FromImage') throw invalid('the image has no data disks', `${target}.createOption`);
  if (diskSizeGB === undefined) throw invalid('an empty disk needs a size', `${target}.diskSizeGB`);
  return {
    kind: 'new',
    ...(name === undefined ? {} : { name }),
    sku: skuOf(managedDisk?.storageAccountType, diskSizeGB, context, target),
    sizeGib: diskSizeGB,
    supportsHibernation: false,
  };
}

function attached({ managedDisk, diskSizeGB }: OsDiskBody | DataDiskBody, target: string): WantedDisk {
  if (managedDisk?.id === undefined)
    throw invalid(`${target}.managedDisk.id is required`, `${target}.managedDisk.id`);
  return {
    kind: 'existing',
    disk: managedDisk.id,
    ...(diskSizeGB === undefined ? {} : { sizeGib: diskSizeGB }),
  };
}

function skuOf(
  sku: string | undefined,
  sizeGib: number,
  { catalogue, defaultSku }: DiskContext,
  target: string,
): string {
  return diskSku(catalogue, sku ?? defaultSku, sizeGib, `${target}.managedDisk.storageAccountType`);
}

function invalid(detail: string, target: string): RefusalError {
  return new RefusalError(refusal('invalid-parameter', detail, { target }));
}
