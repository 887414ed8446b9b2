import { refusal } from '#libs/refusal';
import type { Catalogue } from '../catalogue/load-catalogue.js';
import { RefusalError } from '../errors/refusal-error.js';
import { findDisk, type DiskRow } from '../persistence/disk.repository.js';
import type { Sql } from '../persistence/sql.js';
import { insertDisk } from '../persistence/vm-parts.repository.js';
import { createOptionOf } from './disk-changes.js';
import { diskId } from './disk-document.js';
import { diskNotFound } from './disk-not-found.js';
import { diskSku } from './disk-sku.js';
import type { DiskSource, WantedDiskResource } from './wanted-disk-resource.js';

/** What a disk of its own gets when nothing is said. Source: "Managed disks - create or update". */
const DEFAULT_SKU = 'Standard_LRS';
/** Size of a disk made from an image when nothing is said. Unit: GiB. */
const DEFAULT_IMAGE_GIB = 30;

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
  const { osType, hyperVGeneration } = source?.properties ?? {};
  await insertDisk(sql, {
    groupId,
    name,
    location: wanted.location,
    tags: wanted.tags ?? {},
    sku,
    sizeGib,
    supportsHibernation: wanted.supportsHibernation ?? source?.supportsHibernation ?? false,
    properties: {
      ...(osType === undefined ? {} : { osType }),
      ...(hyperVGeneration === undefined ? {} : { hyperVGeneration }),
      ...(wanted.zones === undefined ? {} : { zones: wanted.zones }),
      ...wanted.properties,
      creationData: {
        ...wanted.source.shown,
        createOption: createOptionOf(wanted),
        ...(source === undefined ? {} : { sourceResourceId: diskId(source), sourceUniqueId: source.id }),
      },
    },
  });
}

/** Throws disk-not-found and invalid-parameter. */
async function sourceOf(sql: Sql, source: DiskSource): Promise<DiskRow | undefined> {
  if (source.kind !== 'copy') return undefined;
  if (source.disk === undefined) {
    throw new RefusalError(
      refusal('invalid-parameter', `${SOURCE_TARGET} is required`, { target: SOURCE_TARGET }),
    );
  }
  const found = await findDisk(sql, source.disk);
  if (found === undefined) throw diskNotFound(source.disk, SOURCE_TARGET);
  return found;
}

function sizeOf({ sizeGib, source: { kind } }: WantedDiskResource, source: DiskRow | undefined): number {
  const smallest = source?.sizeGib ?? (kind === 'image' ? DEFAULT_IMAGE_GIB : undefined);
  const wanted = sizeGib ?? smallest;
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
