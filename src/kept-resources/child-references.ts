import { listChildNames, type KeptRow } from '../persistence/kept-resource.repository.js';
import type { Sql } from '../persistence/sql.js';
import { keptId } from './kept-document.js';
import type { KeptDocument, KeptKind } from './kept-kind.js';

/** Documents that list the children of each resource under a member. */
export async function withChildren(
  sql: Sql,
  child: Pick<KeptKind, 'type'>,
  kept: readonly KeptRow[],
  documents: readonly KeptDocument[],
  shownAs: string,
): Promise<readonly KeptDocument[]> {
  const names = await listChildNames(
    sql,
    kept.map(({ id }) => id),
  );
  return documents.map((document, at) => {
    const parent = kept[at];
    const children = (parent && names.get(parent.id)) ?? [];
    const references = children.map((name) => ({
      id: parent && keptId({ ...parent, type: child.type, name }),
    }));
    return { ...document, properties: { ...document.properties, [shownAs]: references } };
  });
}
