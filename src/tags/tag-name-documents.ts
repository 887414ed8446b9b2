import type { TagCount } from '../persistence/resource-index.repository.js';

interface Count {
  readonly type: 'Total';
  readonly value: number;
}

/** The name of a tag with the values that it has, each with how many groups and resources have it. */
export interface TagNameDocument {
  readonly id: string;
  readonly tagName: string;
  readonly count: Count;
  readonly values: readonly { readonly id: string; readonly tagValue: string; readonly count: Count }[];
}

/** Names that differ in letter case alone are one, in the casing that comes first. */
export function tagNameDocuments(
  subscriptionId: string,
  counts: readonly TagCount[],
): readonly TagNameDocument[] {
  const byName = new Map<string, TagCount[]>();
  for (const tag of counts) {
    const key = tag.name.toLowerCase();
    byName.set(key, [...(byName.get(key) ?? []), tag]);
  }
  return [...byName.values()].map((tags) => tagNameDocument(subscriptionId, tags));
}

function tagNameDocument(subscriptionId: string, tags: readonly TagCount[]): TagNameDocument {
  const tagName = tags[0]?.name ?? '';
  const id = `/subscriptions/${subscriptionId}/tagNames/${tagName}`;
  const values = new Map<string, number>();
  for (const { value, count } of tags) values.set(value, (values.get(value) ?? 0) + count);
  return {
    id,
    tagName,
    count: total(tags.reduce((sum, { count }) => sum + count, 0)),
    values: [...values].map(([tagValue, count]) => ({
      id: `${id}/tagValues/${tagValue}`,
      tagValue,
      count: total(count),
    })),
  };
}

function total(value: number): Count {
  return { type: 'Total', value };
}
