import { resourceId } from '../arm/arm-id.js';
import { networkEtag } from '../networks/network-document.js';
import type { KeptName, KeptRow } from '../persistence/kept-resource.repository.js';
import type { Sql } from '../persistence/sql.js';
import type { KeptDocument, KeptKind } from './kept-kind.js';

/** The id of a resource from its type and its chain of names. */
export function keptId({ subscriptionId, groupName, type, name }: KeptName): string {
  return resourceId({ subscriptionId, resourceGroup: groupName }, type, ...name.split('/'));
}

/** The name alone, without those of its parents. */
export function lastName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

/** A resource as it was written, with what every type shows; `shown` are members that the type computes. */
export function keptDocument(
  { type }: Pick<KeptKind, 'type'>,
  kept: KeptRow,
  shown: Readonly<Record<string, unknown>>,
): KeptDocument {
  const { location, tags, envelope, properties } = kept;
  return {
    name: lastName(kept.name),
    id: keptId(kept),
    ...(isNetworkType(type) ? { etag: networkEtag(kept) } : {}),
    type,
    location,
    ...(Object.keys(tags).length === 0 ? {} : { tags }),
    ...envelope,
    properties: { ...properties, ...shown },
  };
}

/** The state of a resource, where the published model of its type has such a member. */
export function provisioningOf({ readOnly }: Pick<KeptKind, 'readOnly'>): Readonly<Record<string, unknown>> {
  return readOnly.includes('provisioningState') ? { provisioningState: 'Succeeded' } : {};
}

/** Resources of the network provider have an ETag. */
export function isNetworkType(type: string): boolean {
  return type.startsWith('Microsoft.Network/');
}

/** Documents of resources of one type. */
export async function documentsOf(
  sql: Sql,
  kind: KeptKind,
  kept: readonly KeptRow[],
): Promise<readonly KeptDocument[]> {
  if (kept.length === 0) return [];
  return kind.documents === undefined
    ? kept.map((one) => keptDocument(kind, one, provisioningOf(kind)))
    : kind.documents(sql, kept);
}

/** The document of one resource. */
export async function documentOf(sql: Sql, kind: KeptKind, kept: KeptRow): Promise<KeptDocument> {
  const [document] = await documentsOf(sql, kind, [kept]);
  if (document === undefined) throw new Error(`${kind.type} ${kept.name} has no document`);
  return document;
}
