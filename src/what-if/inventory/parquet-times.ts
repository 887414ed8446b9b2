import type { SchemaElement } from 'hyparquet';
import type { ChunkPart } from '../parquet/chunk-pages.js';
import { ParquetProblem } from '../parquet/parquet-source.js';
import type { Values } from '../parquet/plain-values.js';
import type { RowTimes } from './row-times.js';
import { textIn } from './value-codes.js';

interface TimeReading {
  readonly rows: number;
  readonly times: RowTimes;
  readonly onProblem: (row: number, value: string, reason: string) => void;
}

const MS_PER_DAY = 86_400_000;

/**
 * The times of one column in a row group, ms, NaN for none: numbers are seconds, unless the schema says that they are
 * points in time or dates; texts are read as in CSV. Throws `ParquetProblem` for other types.
 */
export function timesOf(
  parts: Iterable<ChunkPart>,
  element: SchemaElement,
  { rows, times, onProblem }: TimeReading,
): Float64Array {
  const found = new Float64Array(rows).fill(Number.NaN);
  const msPerUnit = instantUnit(element);
  let dictionary: Values | undefined;
  let row = 0;
  for (const part of parts) {
    if (part.kind === 'dictionary') {
      dictionary = part.values;
      continue;
    }
    const values = part.values.kind === 'indexes' ? dictionary : part.values;
    if (values === undefined) throw new ParquetProblem('a page of codes without a dictionary');
    const indexes = part.values.kind === 'indexes' ? part.values.indexes : undefined;
    for (let at = 0, value = 0; at < part.rows; at++, row++) {
      if (part.present !== undefined && part.present[at] === 0) continue;
      const index = indexes === undefined ? value : indexes[value]!;
      value++;
      const time = timeOf(values, index, msPerUnit, times);
      if (typeof time === 'string') onProblem(row, String(valueAt(values, index)), time);
      else found[row] = time;
    }
  }
  return found;
}

function timeOf(
  values: Values,
  index: number,
  msPerUnit: number | undefined,
  times: RowTimes,
): number | string {
  if (values.kind === 'numbers') {
    const number = values.numbers[index] ?? Number.NaN;
    if (Number.isNaN(number)) return Number.NaN;
    return msPerUnit === undefined ? times.seconds(number) : times.instant(Math.round(number * msPerUnit));
  }
  const text = valueAt(values, index);
  if (typeof text !== 'string') throw new ParquetProblem('times are texts, numbers, or points in time');
  return text === '' ? Number.NaN : times.read(text);
}

function valueAt(values: Values, index: number): string | number | undefined {
  if (values.kind === 'numbers') return values.numbers[index];
  if (values.kind === 'flags') return undefined;
  return textIn(values.bytes.subarray(values.starts[index], values.ends[index])) ?? '';
}

/** Milliseconds of one unit since 1970; `undefined` for plain numbers. */
function instantUnit({ converted_type, logical_type }: SchemaElement): number | undefined {
  if (converted_type === 'DATE' || logical_type?.type === 'DATE') return MS_PER_DAY;
  if (converted_type === 'TIMESTAMP_MILLIS') return 1;
  if (converted_type === 'TIMESTAMP_MICROS') return 1e-3;
  if (logical_type?.type !== 'TIMESTAMP') return undefined;
  return { MILLIS: 1, MICROS: 1e-3, NANOS: 1e-6 }[logical_type.unit];
}
