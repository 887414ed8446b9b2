import { requireGroup } from './group.repository.js';
import type { Sql } from './sql.js';
import type { ArmName } from './vm-parts.repository.js';

/** A page of the resources of one type in a group, or in a whole subscription. */
export interface ResourceListScope {
  readonly subscriptionId: string;
  /** Absent: all groups of the subscription. */
  readonly groupName?: string;
  readonly limit: number;
  /** Continue after this key. */
  readonly after?: string;
}

/**
 * The end of a statement that lists resources of alias `alias`, with `g` their group, by group and name: one more
 * than the limit when there are more. `condition` may refer to parameters from `$5` on.
 */
export function inScope(alias: string, condition = 'true'): string {
  const key = `(g.name_key || '/' || ${alias}.name_key) collate "C"`;
  return `where g.subscription_id = $1 and ($2::text is null or g.name_key = lower($2))
     and ($3::text is null or ${key} > $3 collate "C") and ${condition} order by ${key} limit $4`;
}

export function scopeParameters({ subscriptionId, groupName, after, limit }: ResourceListScope): unknown[] {
  return [subscriptionId, groupName ?? null, after ?? null, limit + 1];
}

/** The key by which lists are ordered and continued. */
export function listKey({ groupName, name }: Pick<ArmName, 'groupName' | 'name'>): string {
  return `${groupName}/${name}`.toLowerCase();
}

/** Throws group-not-found for a list in a group that is not there (ARM-15). */
export async function requireScope(
  sql: Sql,
  { subscriptionId, groupName }: ResourceListScope,
): Promise<void> {
  if (groupName !== undefined) await requireGroup(sql, { subscriptionId, groupName });
}
