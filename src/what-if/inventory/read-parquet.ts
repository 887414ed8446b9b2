import { chunkParts, type ChunkPart } from '../parquet/chunk-pages.js';
import { asProblem, ParquetProblem, ParquetSource, type FlatColumn } from '../parquet/parquet-source.js';
import type { TextRun, Values } from '../parquet/plain-values.js';
import {
  RowDefects,
  type ColumnCodes,
  type InventoryBatch,
  type InventoryReader,
} from './inventory-batch.js';
import { InventoryError } from './inventory-error.js';
import {
  CODED_COLUMNS,
  INVENTORY_LIMITS,
  isInventoryColumn,
  TIME_COLUMNS,
  type CodedColumn,
} from './inventory-schema.js';
import { NameColumn } from './name-column.js';
import { timesOf } from './parquet-times.js';
import { RowTimes, type Times } from './row-times.js';
import { NO_VALUE, type ValueCodes } from './value-codes.js';

/**
 * Reads a Parquet file, one row group at a time. Codes of its dictionaries become codes of `codes` without a look at
 * single rows. Throws `InventoryError` for what is no Parquet, is damaged, or has inventory columns of types that
 * cannot be read.
 */
export async function openParquet(path: string, codes: ColumnCodes): Promise<InventoryReader> {
  const source = await translated(path, () => ParquetSource.open(path));
  try {
    checkHead(path, source);
  } catch (error) {
    await source.close();
    throw error;
  }
  const times = new RowTimes();
  return {
    head: {
      columns: [...source.columns.map(({ name }) => name), ...source.nestedColumns],
    },
    get timesFrom() {
      return times.from;
    },
    batches: () => groupBatches(path, source, codes, times),
    close: () => source.close(),
  };
}

function checkHead(path: string, source: ParquetSource): void {
  const malformed = (reason: string) => new InventoryError(path, { kind: 'malformed', reason });
  const names = [...source.columns.map(({ name }) => name), ...source.nestedColumns];
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw malformed(`two columns are called ${JSON.stringify(twice)}`);
  const nested = source.nestedColumns.find(isInventoryColumn);
  if (nested !== undefined) throw malformed(`column ${nested} is nested or repeated`);
  const name = source.columns.find(({ name }) => name === 'name');
  if (name === undefined) throw malformed('there is no column name');
  if (name.element.type !== 'BYTE_ARRAY') throw malformed('column name does not hold texts');
  if (source.rows > INVENTORY_LIMITS.rows) {
    throw new InventoryError(path, { kind: 'too-large', what: 'rows', most: INVENTORY_LIMITS.rows });
  }
  const largest = Math.max(0, ...source.groups);
  if (largest > INVENTORY_LIMITS.groupRows) {
    const what = 'rows in a row group';
    throw new InventoryError(path, { kind: 'too-large', what, most: INVENTORY_LIMITS.groupRows });
  }
}

async function* groupBatches(
  path: string,
  source: ParquetSource,
  codes: ColumnCodes,
  times: RowTimes,
): AsyncGenerator<InventoryBatch> {
  const room = new CodeRoom(Math.max(0, ...source.groups));
  let first = 1;
  for (const [group, rows] of source.groups.entries()) {
    if (rows > 0)
      yield await translated(path, () => readGroup({ source, codes, times, room }, group, rows, first));
    first += rows;
  }
}

interface Reading {
  readonly source: ParquetSource;
  readonly codes: ColumnCodes;
  readonly times: RowTimes;
  readonly room: CodeRoom;
}

/** Arrays of codes that every row group uses anew. */
class CodeRoom {
  readonly pages: Uint32Array;
  readonly #columns: Partial<Record<CodedColumn, Uint32Array>> = {};

  constructor(private readonly mostRows: number) {
    this.pages = new Uint32Array(mostRows);
  }

  /** Of this many rows, all without a value. */
  of(column: CodedColumn, rows: number): Uint32Array {
    this.#columns[column] ??= new Uint32Array(this.mostRows);
    return this.#columns[column].subarray(0, rows).fill(NO_VALUE);
  }
}

async function readGroup(
  { source, codes, times: readTimes, room }: Reading,
  group: number,
  rows: number,
  first: number,
): Promise<InventoryBatch> {
  const defects = new RowDefects(rows);
  const columns = source.columns.filter(({ name }) => isInventoryColumn(name));
  const elements = new Map(columns.map(({ name, element }) => [name, element]));
  const chunks = await source.chunks(
    group,
    columns.map(({ name }) => name),
  );
  const partsOf = (column: string, element: FlatColumn['element']) => {
    const { meta, bytes } = chunks.get(column)!;
    return chunkParts(bytes, { meta, element, codes: room.pages }, rows);
  };
  const names = namesOf(partsOf('name', elements.get('name')!), rows, defects);
  const coded: Partial<Record<CodedColumn, Uint32Array>> = {};
  for (const name of CODED_COLUMNS) {
    const element = elements.get(name);
    if (element === undefined) continue;
    coded[name] = room.of(name, rows);
    readCodes(partsOf(name, element), coded[name], codes[name]);
  }
  const times: Times = {};
  for (const name of TIME_COLUMNS) {
    const element = elements.get(name);
    if (element === undefined) continue;
    const onProblem = (row: number, value: string, reason: string) =>
      defects.note(row, { column: name, value, reason });
    times[name] = timesOf(partsOf(name, element), element, { rows, times: readTimes, onProblem });
  }
  return { rows, unit: 'row', placeOf: (row) => first + row, names, codes: coded, times, defects };
}

type Parts = Iterable<ChunkPart>;

/** Codes by row, into `found`. */
function readCodes(parts: Parts, found: Uint32Array, codes: ValueCodes<unknown>): void {
  let dictionary: Uint32Array | undefined;
  let row = 0;
  for (const part of parts) {
    if (part.kind === 'dictionary') {
      dictionary = codesOfValues(part.values, codes);
      continue;
    }
    const { values, present } = part;
    const paged =
      values.kind === 'indexes' ? lookedUp(values.indexes, dictionary) : codesOfValues(values, codes);
    if (present === undefined) found.set(paged, row);
    else
      for (let at = 0, value = 0; at < part.rows; at++)
        if (present[at] === 1) found[row + at] = paged[value++]!;
    row += part.rows;
  }
}

function lookedUp(indexes: Uint32Array, dictionary: Uint32Array | undefined): Uint32Array {
  if (dictionary === undefined) throw new ParquetProblem('a page of codes without a dictionary');
  const { length } = dictionary;
  for (let at = 0; at < indexes.length; at++) {
    const index = indexes[at]!;
    if (index >= length) throw new ParquetProblem(`code ${index} of a dictionary of ${length}`);
    indexes[at] = dictionary[index]!;
  }
  return indexes;
}

function codesOfValues(values: Values, codes: ValueCodes<unknown>): Uint32Array {
  switch (values.kind) {
    case 'texts': {
      const { bytes, starts, ends } = values;
      const found = new Uint32Array(starts.length);
      for (let at = 0; at < found.length; at++) found[at] = codes.codeOfBytes(bytes, starts[at]!, ends[at]!);
      return found;
    }
    case 'numbers': {
      const { numbers } = values;
      const found = new Uint32Array(numbers.length);
      for (let at = 0; at < found.length; at++) found[at] = codes.codeOfNumber(numbers[at]!);
      return found;
    }
    case 'flags': {
      const isTrue = codes.codeOfText('true');
      const isFalse = codes.codeOfText('false');
      const { flags } = values;
      const found = new Uint32Array(flags.length);
      for (let at = 0; at < found.length; at++) found[at] = flags[at] === 1 ? isTrue : isFalse;
      return found;
    }
  }
}

const NOTHING = new Uint8Array(0);

function namesOf(parts: Parts, rows: number, defects: RowDefects): NameColumn {
  const names = new NameColumn(rows);
  let dictionary: TextRun | undefined;
  for (const part of parts) {
    if (part.kind === 'dictionary') {
      dictionary = textsOf(part.values);
      continue;
    }
    const indexes = part.values.kind === 'indexes' ? part.values.indexes : undefined;
    const texts = part.values.kind === 'indexes' ? dictionary : textsOf(part.values);
    if (texts === undefined) throw new ParquetProblem('a page of codes without a dictionary');
    for (let at = 0, value = 0; at < part.rows; at++) {
      const row = names.count;
      const isPresent = part.present === undefined || part.present[at] === 1;
      const index = indexes === undefined ? value : indexes[value]!;
      const problem = isPresent
        ? names.append(texts.bytes, texts.starts[index] ?? 0, texts.ends[index] ?? 0)
        : names.append(NOTHING, 0, 0);
      if (isPresent) value++;
      if (problem !== undefined)
        defects.note(row, { column: 'name', value: names.textAt(row), reason: problem });
    }
  }
  return names;
}

/** Of no values at all nobody can tell their type. */
function textsOf(values: Values): TextRun {
  if (values.kind === 'texts') return values;
  if (values.kind === 'numbers' && values.numbers.length === 0) {
    return { kind: 'texts', bytes: NOTHING, starts: new Uint32Array(0), ends: new Uint32Array(0) };
  }
  throw new ParquetProblem('column name does not hold texts');
}

async function translated<Result>(path: string, act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof InventoryError) throw error;
    const problem = asProblem(error);
    const reason = problem instanceof Error ? problem.message : String(problem);
    const kind = problem instanceof ParquetProblem ? 'malformed' : 'unreadable';
    throw new InventoryError(path, { kind, reason }, { cause: error });
  }
}
