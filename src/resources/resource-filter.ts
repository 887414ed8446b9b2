import { refusal } from '#libs/refusal';
import { RefusalError } from '../errors/refusal-error.js';
import type { ResourceCondition } from '../persistence/resource-index.repository.js';

/** Text in single quotes; a quote in it is doubled. */
const QUOTED = `'((?:[^']|'')*)'`;
const COMPARISON = new RegExp(`^(\\w+)\\s+(eq|ne)\\s+${QUOTED}$`, 'i');
const SUBSTRING = new RegExp(`^substringof\\(\\s*${QUOTED}\\s*,\\s*(\\w+)\\s*\\)$`, 'i');
const STARTS_WITH = new RegExp(`^startswith\\(\\s*(\\w+)\\s*,\\s*${QUOTED}\\s*\\)$`, 'i');

const FIELDS = ['resourceGroup', 'resourceType', 'name', 'location'] as const;

/**
 * The `$filter` of a list of resources: comparisons of group, type, name, location and tag, `substringof` of group
 * and name, and `startswith` of the name of a tag, joined by `and`, and those by `or`. Answers lists of conditions
 * of which one must hold as a whole. Throws invalid-parameter.
 */
export function parseResourceFilter(text: string): readonly (readonly ResourceCondition[])[] {
  if (text.trim() === '') return [];
  return splitBy(text, 'or').map((list) => conditionsOf(splitBy(list, 'and')));
}

/** Parts of a text between a word, save where the word is in quotes. */
function splitBy(text: string, word: 'and' | 'or'): readonly string[] {
  const pieces = text.split(new RegExp(`('(?:[^']|'')*')`));
  const parts: string[] = [''];
  for (const [at, piece] of pieces.entries()) {
    const [first = '', ...more] =
      at % 2 === 1 ? [piece] : piece.split(new RegExp(`\\s+${word}\\s+|\\s+${word}$|^${word}\\s+`, 'i'));
    parts.push((parts.pop() ?? '') + first, ...more);
  }
  return parts.map((part) => part.trim());
}

type Part =
  | ResourceCondition
  | { readonly kind: 'tag-name'; readonly name: string }
  | { readonly kind: 'tag-value'; readonly value: string };

/** Name and value of a tag belong together. Throws invalid-parameter for a value without a name. */
function conditionsOf(texts: readonly string[]): readonly ResourceCondition[] {
  const parts = texts.map(partOf);
  const name = parts.find((part) => part.kind === 'tag-name');
  const value = parts.find((part) => part.kind === 'tag-value');
  if (value !== undefined && name === undefined) throw unknown('tagValue needs a tagName');
  const others = parts.flatMap((part) =>
    part.kind === 'tag-name' || part.kind === 'tag-value' ? [] : [part],
  );
  if (name === undefined) return others;
  const tag: ResourceCondition = {
    kind: 'tag',
    name: name.name,
    ...(value === undefined ? {} : { value: value.value }),
  };
  return [...others, tag];
}

function partOf(text: string): Part {
  const [, field, operator, quoted] = COMPARISON.exec(text) ?? [];
  if (field !== undefined && operator !== undefined && quoted !== undefined) {
    return comparisonOf(text, field, operator.toLowerCase() === 'eq', unquoted(quoted));
  }
  const [, part, of] = SUBSTRING.exec(text) ?? [];
  const container = fieldNamed(of);
  if (part !== undefined && (container === 'name' || container === 'resourceGroup')) {
    return { kind: 'contains', field: container, value: unquoted(part) };
  }
  const [, started, prefix] = STARTS_WITH.exec(text) ?? [];
  if (started?.toLowerCase() === 'tagname' && prefix !== undefined) {
    return { kind: 'tag-starts-with', prefix: unquoted(prefix) };
  }
  throw unknown(`${JSON.stringify(text)} is not known`);
}

function comparisonOf(text: string, field: string, isEqual: boolean, value: string): Part {
  const known = fieldNamed(field);
  if (known === 'location') {
    const location = value.replaceAll(' ', '').toLowerCase();
    return { kind: isEqual ? 'equals' : 'differs', field: known, value: location };
  }
  if (known !== undefined) return { kind: isEqual ? 'equals' : 'differs', field: known, value };
  if (isEqual && field.toLowerCase() === 'tagname') return { kind: 'tag-name', name: value };
  if (isEqual && field.toLowerCase() === 'tagvalue') return { kind: 'tag-value', value };
  throw unknown(`${JSON.stringify(text)} is not known`);
}

function fieldNamed(text: string | undefined): (typeof FIELDS)[number] | undefined {
  return FIELDS.find((field) => field.toLowerCase() === text?.toLowerCase());
}

function unquoted(text: string): string {
  return text.replaceAll("''", "'");
}

function unknown(detail: string): RefusalError {
  return new RefusalError(refusal('invalid-parameter', `in $filter, ${detail}`, { target: '$filter' }));
}
