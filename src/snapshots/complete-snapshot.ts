import { refusal } from '#libs/refusal';
import { requireSource, type SourceFacts } from '../disks/copy-source.js';
import { COPY_SOURCE } from '../disks/disk.dto.js';
import { RefusalError } from '../errors/refusal-error.js';
import type { KeptChange } from '../kept-resources/kept-kind.js';
import type { KeptContent, KeptRow } from '../persistence/kept-resource.repository.js';
import type { Sql } from '../persistence/sql.js';
import type { SnapshotCreationData } from './snapshot.dto.js';

/** Size of what is imported when nothing is said: there are no bytes to look at. Unit: GiB. */
const DEFAULT_IMPORT_GIB = 30;
const DEFAULT_SKU = 'Standard_LRS';
const CREATION = 'properties.creationData';

/**
 * A snapshot with everything that it takes from its source, or that it has from before. A snapshot of the OS disk
 * of a hibernated VM is taken like any other: the saved memory is not part of it (ASSUME-27). Throws
 * `RefusalError`.
 */
export async function completeSnapshot(sql: Sql, { before, wanted }: KeptChange): Promise<KeptContent> {
  const { name: sku = DEFAULT_SKU } = (wanted.envelope['sku'] ?? before?.envelope['sku'] ?? {}) as {
    readonly name?: string;
  };
  const properties = before === undefined ? await newSnapshot(sql, wanted) : changedSnapshot(before, wanted);
  const envelope = { ...wanted.envelope, sku: { name: sku, tier: sku.replace(/_.*$/, '') } };
  return { ...wanted, envelope, properties };
}

async function newSnapshot(sql: Sql, wanted: KeptContent): Promise<KeptContent['properties']> {
  const { sourceUniqueId: _computed, ...creation } = wanted.properties[
    'creationData'
  ] as SnapshotCreationData;
  const source = await sourceOf(sql, creation, wanted.location);
  const size = sizeOf(wanted.properties['diskSizeGB'] as number | undefined, creation, source);
  return {
    incremental: false,
    supportsHibernation: source?.supportsHibernation ?? false,
    ...source?.properties,
    ...wanted.properties,
    diskSizeGB: size,
    creationData: {
      ...creation,
      ...(source === undefined ? {} : { sourceResourceId: source.id, sourceUniqueId: source.uniqueId }),
    },
  };
}

async function sourceOf(
  sql: Sql,
  { createOption, sourceResourceId, sourceUri }: SnapshotCreationData,
  location: string,
): Promise<SourceFacts | undefined> {
  if (createOption === 'Import' && sourceUri === undefined) {
    throw invalid(`${CREATION}.sourceUri is required`, `${CREATION}.sourceUri`);
  }
  if (createOption !== 'Copy' && createOption !== 'CopyStart') return undefined;
  const target = `${CREATION}.sourceResourceId`;
  if (sourceResourceId === undefined) throw invalid(`${target} is required`, target);
  const source = await requireSource(sql, COPY_SOURCE.parse(sourceResourceId), target);
  if (createOption === 'Copy' && source.location !== location) {
    throw invalid(
      `the source is in ${source.location}: createOption CopyStart copies between locations`,
      target,
    );
  }
  return source;
}

/** Throws disk-too-small and invalid-parameter. */
function sizeOf(
  wanted: number | undefined,
  { createOption }: SnapshotCreationData,
  source: SourceFacts | undefined,
): number {
  const smallest = source?.sizeGib ?? (createOption === 'Import' ? DEFAULT_IMPORT_GIB : undefined);
  const size = wanted ?? smallest;
  const target = 'properties.diskSizeGB';
  if (size === undefined) throw invalid('an empty snapshot needs a size', target);
  if (source !== undefined && size < source.sizeGib) {
    const detail = `the source has ${source.sizeGib} GiB, ${size} were asked for`;
    throw new RefusalError(refusal('disk-too-small', detail, { target }));
  }
  return size;
}

/** Throws property-immutable for what is settled when a snapshot is taken, and disk-too-small. */
function changedSnapshot(before: KeptRow, wanted: KeptContent): KeptContent['properties'] {
  const made = before.properties['creationData'] as SnapshotCreationData;
  const { createOption, sourceResourceId = made.sourceResourceId } = wanted.properties[
    'creationData'
  ] as SnapshotCreationData;
  if (createOption !== made.createOption) {
    const detail = `snapshot ${before.name} was made with createOption ${made.createOption}`;
    throw immutable(detail, `${CREATION}.createOption`);
  }
  if (sourceResourceId?.toLowerCase() !== made.sourceResourceId?.toLowerCase()) {
    throw immutable(`snapshot ${before.name} is of ${made.sourceResourceId}`, `${CREATION}.sourceResourceId`);
  }
  const { incremental = before.properties['incremental'] } = wanted.properties;
  if (incremental !== before.properties['incremental']) {
    throw immutable(`whether snapshot ${before.name} is incremental`, 'properties.incremental');
  }
  const sizeBefore = before.properties['diskSizeGB'] as number;
  const { diskSizeGB = sizeBefore } = wanted.properties as { readonly diskSizeGB?: number };
  if (diskSizeGB < sizeBefore) {
    const detail = `snapshot ${before.name} has ${sizeBefore} GiB, ${diskSizeGB} were asked for`;
    throw new RefusalError(refusal('disk-too-small', detail, { target: 'properties.diskSizeGB' }));
  }
  return { ...before.properties, ...wanted.properties, creationData: made, diskSizeGB };
}

function invalid(detail: string, target: string): RefusalError {
  return new RefusalError(refusal('invalid-parameter', detail, { target }));
}

function immutable(detail: string, target: string): RefusalError {
  return new RefusalError(refusal('property-immutable', detail, { target }));
}
