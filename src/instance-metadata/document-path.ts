import { MetadataError } from './metadata-answer.js';

/**
 * The part of a document that a path names, as the metadata service shows it: `json` gives objects and lists,
 * `text` gives a value, or the names below, folders with a slash. A single value has no JSON form. Throws
 * MetadataError 404 for a path that leads nowhere, 400 for a form that what is there does not have.
 */
export function partOf(document: object, path: readonly string[], format: 'json' | 'text'): object | string {
  let found: unknown = document;
  for (const segment of path) {
    const key = Array.isArray(found) ? segment : memberNamed(found, segment);
    found =
      isNested(found) && Object.hasOwn(found, key) ? (found as Record<string, unknown>)[key] : undefined;
    if (found === undefined) throw new MetadataError(404, { error: 'Not found' });
  }
  if (isNested(found)) return format === 'json' ? found : listing(found);
  if (format === 'text') return String(found as string);
  throw new MetadataError(400, {
    error: 'Bad request. A single value has no JSON form; ask for format=text',
  });
}

function isNested(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Members are found in any letter case. */
function memberNamed(value: unknown, name: string): string {
  if (!isNested(value)) return name;
  return Object.keys(value).find((key) => key.toLowerCase() === name.toLowerCase()) ?? name;
}

function listing(value: object): string {
  return Object.entries(value)
    .map(([name, member]) => (isNested(member) ? `${name}/` : name))
    .join('\n');
}
