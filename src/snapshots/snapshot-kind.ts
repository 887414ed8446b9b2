import { refusal } from '#libs/refusal';
import { SNAPSHOT_TYPE } from '../disks/copy-source.js';
import { IGNORED_OF_CREATION } from '../disks/disk.dto.js';
import { RefusalError } from '../errors/refusal-error.js';
import { keptDocument } from '../kept-resources/kept-document.js';
import type { KeptKind } from '../kept-resources/kept-kind.js';
import { keptBody, keptPatch } from '../kept-resources/kept-schemas.js';
import { findAccess, listAccessed } from '../persistence/disk-access.repository.js';
import type { KeptRow } from '../persistence/kept-resource.repository.js';
import type { Sql } from '../persistence/sql.js';
import { completeSnapshot } from './complete-snapshot.js';
import {
  SNAPSHOT_ENVELOPE,
  SNAPSHOT_PATCH,
  SNAPSHOT_PROPERTIES,
  SNAPSHOT_READ_ONLY,
} from './snapshot.dto.js';

const BYTES_PER_GIB = 1024 ** 3;

/** Snapshots of disks. What was on the disk is not modelled, so a snapshot is its size and its kind (ASSUME-27). */
export const SNAPSHOT: KeptKind = {
  type: SNAPSHOT_TYPE,
  title: 'snapshot',
  nameKinds: ['snapshot'],
  body: keptBody(SNAPSHOT_PROPERTIES, { ...SNAPSHOT_ENVELOPE, sku: SNAPSHOT_ENVELOPE.sku.optional() }),
  patch: keptPatch(SNAPSHOT_PATCH, SNAPSHOT_ENVELOPE),
  answer: 'disk',
  isListedInSubscription: true,
  readOnly: SNAPSHOT_READ_ONLY,
  ignored: [
    'extendedLocation',
    'properties.diskAccessId',
    'properties.encryption.diskEncryptionSetId',
    'properties.encryptionSettingsCollection',
    'properties.securityProfile',
    ...IGNORED_OF_CREATION,
  ],
  does: 'it keeps size and kind of the disk or snapshot that it is of, without the content; empty and imported ones have a size alone',
  prepare: completeSnapshot,
  deleting: async (sql, { id, name }) => {
    if ((await findAccess(sql, 'snapshot', id)) === undefined) return;
    throw new RefusalError(refusal('resource-in-use', `snapshot ${name} has access granted to it`));
  },
  documents: async (sql: Sql, snapshots: readonly KeptRow[]) => {
    const accessed = await listAccessed(
      sql,
      'snapshot',
      snapshots.map(({ id }) => id),
    );
    return snapshots.map((snapshot) => document(snapshot, accessed.has(snapshot.id)));
  },
};

function document(snapshot: KeptRow, isAccessed: boolean) {
  const { diskSizeGB, incremental, creationData } = snapshot.properties;
  const properties = {
    encryption: { type: 'EncryptionAtRestWithPlatformKey' },
    networkAccessPolicy: 'AllowAll',
    publicNetworkAccess: 'Enabled',
    ...snapshot.properties,
  };
  const { sourceUniqueId } = creationData as { readonly sourceUniqueId?: string };
  return keptDocument(
    SNAPSHOT,
    { ...snapshot, properties },
    {
      provisioningState: 'Succeeded',
      timeCreated: snapshot.createdAt.toISOString(),
      diskSizeBytes: (diskSizeGB as number) * BYTES_PER_GIB,
      uniqueId: snapshot.id,
      diskState: isAccessed ? 'ActiveSAS' : 'Unattached',
      // All snapshots of one disk are one family.
      ...(incremental === true ? { incrementalSnapshotFamilyId: sourceUniqueId ?? snapshot.id } : {}),
      ...(incremental === true ? { completionPercent: 100 } : {}),
    },
  );
}
