import { PIN_PROPERTIES, type Pin } from '#libs/explanation';
import { printable } from './printable.js';
import type { Style } from './style.js';
import { tableLines } from './table.js';

/** What custom scripting must set, one line for each value (MOVE-13). No lines where there is nothing. */
export function pinLines(pins: readonly Pin[], { style }: { readonly style: Style }): readonly string[] {
  if (pins.length === 0) return [];
  const columns = ['  device', 'property', 'needed', 'now', 'rule'].map((title) => ({ title }));
  const rows = pins.map(({ slot, property, needed, now, isMet, rule }) => [
    `  ${printable(slot)}`,
    PIN_PROPERTIES[property],
    printable(needed),
    isMet ? style.good('as needed') : style.bad(printable(now ?? 'another one every time, or none')),
    style.faint(rule),
  ]);
  return tableLines(columns, rows, style);
}
