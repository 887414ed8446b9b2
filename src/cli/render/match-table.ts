import type { MatchReport, MatchRow } from '#libs/resume-matching';
import { printable } from './printable.js';
import { duration } from './quantities.js';
import { PLAIN, type Style } from './style.js';
import { tableLines } from './table.js';

const NONE = '-';

/**
 * What became of every device at a resume: the instance GUID in the image beside the one offered, the relid before
 * and after, and why. With `width`, reasons go to a line of their own where the table would be wider than that.
 */
export function matchTableLines(
  report: MatchReport,
  style: Style = PLAIN,
  { width }: { readonly width?: number } = {},
): readonly string[] {
  const facts = report.rows.map((row) => factCells(row, style));
  const reasons = report.rows.map((row) => `${row.rule}: ${printable(row.reason)}`);
  const columns = ['slot', 'image GUID', 'offered GUID', 'relid', 'outcome'].map((title) => ({ title }));
  const summary = summaryLine(report);
  const narrow = tableLines(columns, facts, style);
  // Measured without colours: the widest line of facts, two spaces, the longest reason.
  const plainWidth = Math.max(
    ...tableLines(
      columns,
      report.rows.map((row) => factCells(row, PLAIN)),
    ).map((line) => line.length),
  );
  const wanted = plainWidth + 2 + Math.max(0, ...reasons.map((reason) => reason.length));
  if (width !== undefined && wanted > width) {
    const [heading = '', ...lines] = narrow;
    return [
      heading,
      ...lines.flatMap((line, row) => [line, `    ${style.faint(reasons[row] ?? '')}`]),
      summary,
    ];
  }
  const rows = facts.map((cells, row) => [...cells, style.faint(reasons[row] ?? '')]);
  return [...tableLines([...columns, { title: 'reason' }], rows, style), summary];
}

function factCells(row: MatchRow, style: Style): readonly string[] {
  const relid = `${row.relidBefore ?? NONE} -> ${row.relidAfter ?? NONE}`;
  return [
    printable(row.slot),
    row.imageInstanceGuid ?? NONE,
    row.offeredInstanceGuid ?? NONE,
    relid,
    outcomeStyle(row, style)(row.outcome),
  ];
}

function outcomeStyle({ outcome }: MatchRow, style: Style): (text: string) => string {
  switch (outcome) {
    case 'matched':
      return style.good;
    case 'unmatched':
    case 'late':
      return style.bad;
    case 'new':
      return style.warning;
  }
}

function summaryLine({ matched, late, unmatched, added, waitMs, timedOut }: MatchReport): string {
  const wait =
    waitMs === 0 ? 'without waiting' : `after waiting ${duration(waitMs)}${timedOut ? ', in vain' : ''}`;
  const lateText = late === 0 ? '' : `, ${late} too late`;
  return `${matched} matched, ${unmatched} unmatched, ${added} new${lateText}, ${wait}`;
}
