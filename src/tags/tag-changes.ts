import { refusal } from '#libs/refusal';
import { RefusalError } from '../errors/refusal-error.js';
import { TAGS } from '../requests/arm-schemas.js';

export type Tags = Readonly<Record<string, string>>;

/** What to do with tags that are given. */
export type TagOperation = 'Merge' | 'Replace' | 'Delete';

/**
 * Tags after a change. Names match in any letter case (ARM-4), and a tag that is there keeps the casing of its
 * name. A tag is deleted by its name, and by its value where one is given. Throws invalid-body for too many.
 */
export function changedTags(before: Tags, operation: TagOperation, given: Tags): Tags {
  switch (operation) {
    case 'Replace':
      return given;
    case 'Delete':
      return Object.fromEntries(Object.entries(before).filter((tag) => !isDeleted(tag, given)));
    case 'Merge':
      return checked(merged(before, given));
  }
}

function merged(before: Tags, given: Tags): Tags {
  const after = new Map(Object.entries(before));
  for (const [name, value] of Object.entries(given)) {
    const known = [...after.keys()].find((one) => isSame(one, name));
    after.set(known ?? name, value);
  }
  return Object.fromEntries(after);
}

function isDeleted([name, value]: readonly [string, string], given: Tags): boolean {
  return Object.entries(given).some(
    ([wanted, wantedValue]) => isSame(wanted, name) && (wantedValue === '' || wantedValue === value),
  );
}

function checked(tags: Tags): Tags {
  const result = TAGS.safeParse(tags);
  if (result.success) return tags;
  const [issue] = result.error.issues;
  throw new RefusalError(
    refusal('invalid-body', `properties.tags ${issue?.message}`, { target: 'properties.tags' }),
  );
}

function isSame(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
