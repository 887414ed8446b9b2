import { refusal } from '#libs/refusal';
import { RefusalError } from '../errors/refusal-error.js';
import { openGroup } from '../persistence/group.repository.js';
import {
  findKept,
  insertKept,
  writeKept,
  type KeptContent,
  type KeptName,
  type KeptRow,
} from '../persistence/kept-resource.repository.js';
import { insertResourceOperation } from '../persistence/resource-operation.repository.js';
import type { Sql } from '../persistence/sql.js';
import { documentOf, keptId, lastName } from './kept-document.js';
import type { KeptDocument, KeptKind } from './kept-kind.js';

/** A change that is made, and its operation where the type has one. */
export interface KeptOperation {
  readonly isNew: boolean;
  readonly kept: KeptRow;
  readonly document: KeptDocument;
  readonly operationId?: string;
}

export function keptNotFound(
  { title }: Pick<KeptKind, 'title'>,
  { name, groupName }: Pick<KeptName, 'name' | 'groupName'>,
): RefusalError {
  return new RefusalError(refusal('resource-not-found', `${title} ${name} in group ${groupName}`));
}

/** Makes a resource whose group is open. Throws `RefusalError`. */
export async function makeKept(
  sql: Sql,
  kind: KeptKind,
  name: KeptName,
  wanted: KeptContent,
): Promise<KeptOperation> {
  const group = await openGroup(sql, name);
  const parent = await parentOf(sql, kind, name);
  const content = (await kind.prepare?.(sql, { name, wanted })) ?? wanted;
  const made = await insertKept(sql, {
    ...content,
    groupId: group.id,
    type: kind.type,
    ...(parent === undefined ? {} : { parentId: parent.id }),
    name: parent === undefined ? name.name : `${parent.name}/${lastName(name.name)}`,
  });
  if (!made) {
    throw new RefusalError(
      refusal('generation-conflict', `${kind.title} ${name.name} was made at the same time`),
    );
  }
  return finished(sql, kind, name, { isNew: true });
}

/** Changes a locked resource. Throws `RefusalError`. */
export async function rewriteKept(
  sql: Sql,
  kind: KeptKind,
  before: KeptRow,
  wanted: KeptContent,
): Promise<KeptOperation> {
  if (wanted.location !== before.location) {
    const detail = `${kind.title} ${before.name} is in ${before.location}`;
    throw new RefusalError(refusal('property-immutable', detail, { target: 'location' }));
  }
  const content = (await kind.prepare?.(sql, { name: before, before, wanted })) ?? wanted;
  await writeKept(sql, before.id, content);
  return finished(sql, kind, before, { isNew: false });
}

async function finished(
  sql: Sql,
  kind: KeptKind,
  name: KeptName,
  { isNew }: Pick<KeptOperation, 'isNew'>,
): Promise<KeptOperation> {
  const kept = await requireKept(sql, kind, name);
  await kind.written?.(sql, kept);
  const document = await documentOf(sql, kind, kept);
  const operationId = await recordKeptOperation(sql, kind, kept, document);
  return {
    isNew,
    kept,
    document,
    ...(operationId === undefined ? {} : { operationId }),
  };
}

/** Records an operation where the type has them; its status shows the resource where `answer` is `disk` (ARM-10). */
export async function recordKeptOperation(
  sql: Sql,
  { type, answer }: KeptKind,
  kept: KeptRow,
  document: KeptDocument | null,
): Promise<string | undefined> {
  if (answer !== 'network' && answer !== 'disk') return undefined;
  return insertResourceOperation(sql, {
    subscriptionId: kept.subscriptionId,
    location: kept.location,
    provider: type.startsWith('Microsoft.Network/') ? 'Microsoft.Network' : 'Microsoft.Compute',
    resourceId: keptId(kept),
    output: answer === 'disk' ? document : null,
  });
}

export async function requireKept(
  sql: Sql,
  kind: Pick<KeptKind, 'title'>,
  name: KeptName,
  lock: Parameters<typeof findKept>[2] = '',
): Promise<KeptRow> {
  const kept = await findKept(sql, name, lock);
  if (kept === undefined) throw keptNotFound(kind, name);
  return kept;
}

/** The resource in which one is, locked against deletion. Throws resource-not-found. */
export async function parentOf(
  sql: Sql,
  kind: Pick<KeptKind, 'type'>,
  name: KeptName,
): Promise<KeptRow | undefined> {
  const outer = parentName(kind, name);
  if (outer === undefined) return undefined;
  return requireKept(sql, { title: 'parent' }, outer, 'for share of k');
}

/** Type and name of the resource in which one is; `undefined` for one that is in its group alone. */
export function parentName({ type }: Pick<KeptKind, 'type'>, name: KeptName): KeptName | undefined {
  const types = type.split('/');
  if (types.length <= 2) return undefined;
  return {
    ...name,
    type: types.slice(0, -1).join('/'),
    name: name.name.slice(0, name.name.lastIndexOf('/')),
  };
}
