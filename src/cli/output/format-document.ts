import { usageError } from '../cli-error.js';
import { cell } from '../render/printable.js';
import type { Style } from '../render/style.js';
import { fieldLines, tableLines } from '../render/table.js';

export const OUTPUT_FORMATS = ['table', 'json', 'yaml', 'tsv', 'none'] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

/** What to print of a document. `value` is undefined where the server answered without a body. */
export interface Printed {
  readonly value: unknown;
  /** How people see it; absent: a table made from the value. */
  readonly lines?: () => readonly string[];
}

/** The text of a document in a format, with its line end; empty when there is nothing to say. */
export async function formatDocument(
  { value, lines }: Printed,
  format: OutputFormat,
  style: Style,
): Promise<string> {
  switch (format) {
    case 'table':
      return text((lines ?? (() => genericTable(value, style)))());
    case 'json':
      return value === undefined ? '' : `${JSON.stringify(value, null, 2)}\n`;
    case 'yaml': {
      if (value === undefined) return '';
      const { stringify } = await import('yaml');
      return stringify(value, { aliasDuplicateObjects: false });
    }
    case 'tsv':
      return text(tsvLines(value));
    case 'none':
      return '';
  }
}

/** Throws `CliError` for a JMESPath expression that cannot be read, before anything is done for its sake. */
export async function checkQuery(query: string): Promise<void> {
  // The published types leave `compile` out.
  const { compile } = (await import('jmespath')).default as unknown as { compile(query: string): unknown };
  explained(() => compile(query));
}

/** What a JMESPath expression selects. Throws `CliError` for one that does not fit the value. */
export async function applyQuery(value: unknown, query: string): Promise<unknown> {
  const { search } = (await import('jmespath')).default;
  return explained(() => search(value ?? null, query) as unknown);
}

function explained<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw usageError(`--query is no JMESPath expression that fits: ${reason}`);
  }
}

function text(lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

/** Objects by the union of their plain members, lists by position, anything else one line each. */
function genericTable(value: unknown, style: Style): readonly string[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    return isObject(value) ? fieldLines(plainMembers(value), style) : [cell(value)];
  }
  const items: readonly unknown[] = value;
  if (items.length > 0 && items.every(isObject)) {
    const titles = [...new Set(items.flatMap((item) => plainMembers(item).map(([name]) => name)))];
    const rows = items.map((item) => titles.map((title) => cell(item[title])));
    return tableLines(
      titles.map((title) => ({ title: cell(title) })),
      rows,
      style,
    );
  }
  if (items.length > 0 && items.every((item) => Array.isArray(item))) {
    const lists = items as readonly (readonly unknown[])[];
    const width = Math.max(...lists.map((list) => list.length));
    const columns = Array.from({ length: width }, (_, index) => ({ title: `column ${index + 1}` }));
    return tableLines(
      columns,
      lists.map((list) => columns.map((_, index) => cell(list[index]))),
      style,
    );
  }
  return items.map(cell);
}

function plainMembers(item: Readonly<Record<string, unknown>>): readonly (readonly [string, string])[] {
  return Object.entries(item)
    .filter(([, member]) => member !== null && typeof member !== 'object')
    .map(([name, member]) => [cell(name), cell(member)] as const);
}

/**
 * One line per item, plain values between tabs. As the field's own clients do it: a nested list shows its length,
 * a nested object an empty field, so that the number of fields stays the same.
 */
function tsvLines(value: unknown): readonly string[] {
  if (value === undefined || value === null) return [];
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.map((item) => {
    if (Array.isArray(item)) return item.map(tsvField).join('\t');
    return isObject(item) ? Object.values(item).map(tsvField).join('\t') : tsvField(item);
  });
}

function tsvField(value: unknown): string {
  if (Array.isArray(value)) return String(value.length);
  return isObject(value) ? '' : cell(value);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
