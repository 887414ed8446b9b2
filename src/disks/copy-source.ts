import { refusal } from '#libs/refusal';
import { resourceId } from '../arm/arm-id.js';
import { RefusalError } from '../errors/refusal-error.js';
import { findDisk } from '../persistence/disk.repository.js';
import { findKept } from '../persistence/kept-resource.repository.js';
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

function systemOf({ osType, hyperVGeneration }: Readonly<Record<string, unknown>>) {
  return {
    ...(osType === undefined ? {} : { osType }),
    ...(hyperVGeneration === undefined ? {} : { hyperVGeneration }),
  };
}
