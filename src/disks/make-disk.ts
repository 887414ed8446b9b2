import { refusal } from '#libs/refusal';
import type { Catalogue } from '../catalogue/load-catalogue.js';
import { RefusalError } from '../errors/refusal-error.js';
import type { Sql } from '../persistence/sql.js';
import { insertDisk } from '../persistence/vm-parts.repository.js';
import { requireGalleryImage, requireSource, type SourceFacts } from './copy-source.js';
import { createOptionOf } from './disk-changes.js';
import { diskSku } from './disk-sku.js';
import type { DiskSource, WantedDiskResource } from './wanted-disk-resource.js';

/** What a disk of its own gets when nothing is said. Source: "Managed disks - create or update". */
const DEFAULT_SKU = 'Standard_LRS';
/** Size of a disk made from an image or a blob when nothing is said. Unit: GiB. */
const DEFAULT_IMAGE_GIB = 30;

const BYTES_PER_GIB = 1024 ** 3;

const SOURCE_TARGET = 'properties.creationData.sourceResourceId';
const SIZE_TARGET = 'properties.diskSizeGB';

/** Makes a disk of its own. A copy takes size and kind of its source, not a hibernation image on it. */
export async function makeDisk(
  sql: Sql,
  catalogue: Catalogue,
  groupId: string,
  name: string,
  wanted: WantedDiskResource,
): Promise<void> {
  const source = await sourceOf(sql, wanted.source);
  const sizeGib = sizeOf(wanted, source);
  const sku = diskSku(catalogue, wanted.sku ?? DEFAULT_SKU, sizeGib, 'sku.name');
  await insertDisk(sql, {
    groupId,
    name,
    location: wanted.location,
    tags: wanted.tags ?? {},
    sku,
    sizeGib,
    supportsHibernation: wanted.supportsHibernation ?? source?.supportsHibernation ?? false,
    properties: {
      ...source?.properties,
      ...(wanted.zones === undefined ? {} : { zones: wanted.zones }),
      ...wanted.properties,
      creationData: {
        ...wanted.source.shown,
        createOption: createOptionOf(wanted),
        ...(source === undefined ? {} : { sourceResourceId: source.id, sourceUniqueId: source.uniqueId }),
      },
    },
  });
}

/** Throws disk-not-found, resource-not-found and invalid-parameter. */
async function sourceOf(sql: Sql, source: DiskSource): Promise<SourceFacts | undefined> {
  if (source.kind === 'image') await requireGalleryImage(sql, source.shown);
  if (source.kind === 'import' && source.shown['sourceUri'] === undefined) {
    const target = 'properties.creationData.sourceUri';
    throw new RefusalError(refusal('invalid-parameter', `${target} is required`, { target }));
  }
  if (source.kind !== 'copy') return undefined;
  if (source.of === undefined) {
    throw new RefusalError(
      refusal('invalid-parameter', `${SOURCE_TARGET} is required`, { target: SOURCE_TARGET }),
    );
  }
  return requireSource(sql, source.of, SOURCE_TARGET);
}

function sizeOf({ sizeGib, source: from }: WantedDiskResource, source: SourceFacts | undefined): number {
  const smallest = source?.sizeGib ?? sizeOfBytes(from);
  const wanted = sizeGib ?? smallest ?? (from.kind === 'import' ? DEFAULT_IMAGE_GIB : undefined);
  if (wanted === undefined) {
    throw new RefusalError(
      refusal('invalid-parameter', 'an empty disk needs a size', { target: SIZE_TARGET }),
    );
  }
  if (smallest !== undefined && wanted < smallest) {
    throw new RefusalError(
      refusal('disk-too-small', `the source has ${smallest} GiB, ${wanted} were asked for`, {
        target: SIZE_TARGET,
      }),
    );
  }
  return wanted;
}

/** How large the bytes are that would fill a disk, as far as anybody says. Unit: GiB. */
function sizeOfBytes({ kind, shown }: DiskSource): number | undefined {
  switch (kind) {
    case 'image':
      return DEFAULT_IMAGE_GIB;
    case 'upload':
      return uploadedGib(shown['uploadSizeBytes']);
    case 'import':
    case 'empty':
    case 'copy':
      return undefined;
  }
}

/** Throws invalid-parameter without a size: the size of the upload is that of the disk. */
function uploadedGib(bytes: unknown): number {
  if (typeof bytes === 'number') return Math.max(1, Math.floor(bytes / BYTES_PER_GIB));
  const target = 'properties.creationData.uploadSizeBytes';
  throw new RefusalError(refusal('invalid-parameter', `${target} is required`, { target }));
}
