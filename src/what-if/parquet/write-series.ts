import { SERIES_COLUMNS, type SeriesColumns } from '#libs/what-if';
import type { ColumnValues } from './column-pages.js';
import type { TableColumn } from './table-column.js';
import { writeTable } from './table-file.js';

const COLUMNS: readonly TableColumn[] = ['fromMs', 'untilMs', ...SERIES_COLUMNS].map((name) => ({
  name,
  type: 'integer',
}));

/**
 * Writes the time series of a scenario as Parquet: `fromMs` and `untilMs` from day 0, 00:00, then the columns of
 * `SERIES_COLUMNS`. `facts`: key-value metadata. Errors are those of the file system.
 */
export async function writeSeries(
  path: string,
  series: SeriesColumns,
  facts: Readonly<Record<string, string>> = {},
): Promise<void> {
  const numbers = (numberAt: (row: number) => number): ColumnValues => ({ kind: 'numbers', numberAt });
  await writeTable(path, COLUMNS, facts, (table) =>
    table.append(series.rows, [
      numbers((row) => row * series.stepMs),
      numbers((row) => (row + 1) * series.stepMs),
      ...SERIES_COLUMNS.map((name) => numbers((row) => series.columns[name][row] ?? 0)),
    ]),
  );
}
