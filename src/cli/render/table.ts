import Table from 'cli-table3';
import { PLAIN, type Style } from './style.js';

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

/** No lines and no frame: columns two spaces apart, which stay readable in a pipe. */
const NO_FRAME = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
} as const;

/** Lines of a table: titles, then rows. Cells may be coloured. No rows: no lines but the titles. */
export function tableLines(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  style: Style = PLAIN,
): readonly string[] {
  const table = new Table({
    chars: NO_FRAME,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
    colAligns: columns.map(({ align }) => align ?? 'left'),
  });
  table.push(columns.map(({ title }) => style.strong(title)));
  // Every cell is a string of its own: an empty row would be taken for a span.
  for (const row of rows) table.push(row.map((text) => text));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}

/** Lines of `label  value` pairs, labels padded to one width. Pairs without a value are left out. */
export function fieldLines(
  fields: readonly (readonly [label: string, value: string | undefined])[],
  style: Style = PLAIN,
): readonly string[] {
  const shown = fields.filter((field): field is readonly [string, string] => (field[1] ?? '') !== '');
  const width = Math.max(0, ...shown.map(([label]) => label.length));
  return shown.map(([label, value]) => `  ${style.faint(label.padEnd(width))}  ${value}`);
}
