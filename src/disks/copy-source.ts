import { refusal } from '#libs/refusal';
import { armTypeOf, parseArmId, resourceId } from '../arm/arm-id.js';
import { RefusalError } from '../errors/refusal-error.js';
import { findDisk } from '../persistence/disk.repository.js';
import { findKept, type KeptName } from '../persistence/kept-resource.repository.js';
import type { Sql } from '../persistence/sql.js';
import { diskId } from './disk-document.js';
import { diskNotFound } from './disk-not-found.js';
import type { CopySource } from './wanted-disk-resource.js';

export const SNAPSHOT_TYPE = 'Microsoft.Compute/snapshots';

/** What a copy takes from its source; never the memory that was saved on it (ASSUME-27). */
export interface SourceFacts {
  readonly id: string;
  readonly uniqueId: string;
  readonly location: string;
  readonly sizeGib: number;
  readonly supportsHibernation: boolean;
  /** `osType` and `hyperVGeneration`, as far as they are known. */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The disk or snapshot that is to be copied (ARM-29). Throws disk-not-found and resource-not-found. */
export async function requireSource(sql: Sql, source: CopySource, target: string): Promise<SourceFacts> {
  if (source.type === 'disk') {
    const disk = await findDisk(sql, source);
    if (disk === undefined) throw diskNotFound(source, target);
    const { id: uniqueId, location, sizeGib, supportsHibernation, properties } = disk;
    return {
      id: diskId(disk),
      uniqueId,
      location,
      sizeGib,
      supportsHibernation,
      properties: systemOf(properties),
    };
  }
  const snapshot = await findKept(sql, { ...source, type: SNAPSHOT_TYPE });
  if (snapshot === undefined) {
    const detail = `snapshot ${source.name} in group ${source.groupName}`;
    throw new RefusalError(refusal('resource-not-found', detail, { rule: 'ARM-29', target }));
  }
  const { properties, subscriptionId, groupName, name } = snapshot;
  return {
    id: resourceId({ subscriptionId, resourceGroup: groupName }, SNAPSHOT_TYPE, name),
    uniqueId: snapshot.id,
    location: snapshot.location,
    sizeGib: properties['diskSizeGB'] as number,
    supportsHibernation: properties['supportsHibernation'] === true,
    properties: systemOf(properties),
  };
}

/**
 * Throws resource-not-found for a version that no gallery here has (ARM-29). Images of the marketplace are not
 * looked up: one that the catalogue does not offer is taken as well (ASSUME-29).
 */
export async function requireGalleryImage(
  sql: Sql,
  creationData: Readonly<Record<string, unknown>>,
): Promise<void> {
  for (const member of ['imageReference', 'galleryImageReference']) {
    const { id } = (creationData[member] ?? {}) as { readonly id?: string };
    const name = id === undefined ? undefined : galleryVersionOf(id);
    if (name === undefined) continue;
    if ((await findKept(sql, name)) !== undefined) continue;
    const target = `properties.creationData.${member}.id`;
    const detail = `image ${name.name} in group ${name.groupName}`;
    throw new RefusalError(refusal('resource-not-found', detail, { rule: 'ARM-29', target }));
  }
}

function galleryVersionOf(id: string): KeptName | undefined {
  const parsed = parseArmId(id);
  if (parsed?.resourceGroup === undefined) return undefined;
  const type = armTypeOf(parsed);
  if (type !== 'Microsoft.Compute/galleries/images/versions') return undefined;
  const name = (parsed.parts[0]?.segments ?? []).map((segment) => segment.name).join('/');
  return { subscriptionId: parsed.subscriptionId.toLowerCase(), groupName: parsed.resourceGroup, type, name };
}

function systemOf({ osType, hyperVGeneration }: Readonly<Record<string, unknown>>) {
  return {
    ...(osType === undefined ? {} : { osType }),
    ...(hyperVGeneration === undefined ? {} : { hyperVGeneration }),
  };
}
