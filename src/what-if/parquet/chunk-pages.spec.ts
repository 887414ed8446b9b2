import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { CompressionCodec, Encoding } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chunkParts } from './chunk-pages.js';
import { asProblem, ParquetProblem, ParquetSource } from './parquet-source.js';
import type { Values } from './plain-values.js';

const ROWS = 3000;
const SEED = 4711;
const TEXTS = Array.from({ length: ROWS }, (_, row) => (row % 9 === 0 ? null : `größe-${row % 40}`));
const NUMBERS = Array.from({ length: ROWS }, (_, row) => (row % 11 === 0 ? null : (row * 7919) % 100_003));
const REALS = Float64Array.from({ length: ROWS }, (_, row) => row / 7);
const LONGS = Array.from({ length: ROWS }, (_, row) => BigInt(row) * 5_000_000_000n - 100n);
const FLAGS = Array.from({ length: ROWS }, (_, row) => (row % 13 === 0 ? null : row % 3 === 0));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'torpor-pages-'));
});
afterAll(() => rm(folder, { recursive: true }));

function bytesOf(encodings: Partial<Record<string, Encoding>>, codec: CompressionCodec): Uint8Array {
  const encoded = (name: string) => (encodings[name] === undefined ? {} : { encoding: encodings[name] });
  return new Uint8Array(
    parquetWriteBuffer({
      codec,
      rowGroupSize: 1000,
      pageSize: 2000,
      columnData: [
        { name: 'texts', data: TEXTS, type: 'STRING', ...encoded('texts') },
        { name: 'numbers', data: NUMBERS, type: 'INT32', ...encoded('numbers') },
        { name: 'reals', data: REALS, type: 'DOUBLE', nullable: false, ...encoded('reals') },
        { name: 'longs', data: LONGS, type: 'INT64', nullable: false, ...encoded('longs') },
        { name: 'flags', data: FLAGS, type: 'BOOLEAN' },
      ],
    }),
  );
}

async function columnsOf(bytes: Uint8Array, name: string): Promise<Record<string, readonly unknown[]>> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  const source = await ParquetSource.open(path);
  try {
    const columns = Object.fromEntries(source.columns.map((column) => [column.name, [] as unknown[]]));
    for (const [group, rows] of source.groups.entries()) {
      const chunks = await source.chunks(group, Object.keys(columns));
      for (const { name, element } of source.columns) {
        const { meta, bytes } = chunks.get(name)!;
        columns[name]!.push(...valuesOf(chunkParts(bytes, { meta, element }, rows)));
      }
    }
    return columns;
  } finally {
    await source.close();
  }
}

function* valuesOf(parts: ReturnType<typeof chunkParts>): Generator<unknown> {
  let dictionary: Values | undefined;
  for (const part of parts) {
    if (part.kind === 'dictionary') dictionary = part.values;
    else {
      const { values, present } = part;
      for (let row = 0, at = 0; row < part.rows; row++) {
        if (present !== undefined && present[row] === 0) yield null;
        else if (values.kind === 'indexes') yield valueAt(dictionary!, values.indexes[at++]!);
        else yield valueAt(values, at++);
      }
    }
  }
}

function valueAt(values: Values, at: number): unknown {
  if (values.kind === 'numbers') return values.numbers[at];
  if (values.kind === 'flags') return values.flags[at] === 1;
  return new TextDecoder().decode(values.bytes.subarray(values.starts[at], values.ends[at]));
}

describe('columns of Parquet files that others wrote', () => {
  it.each<[string, Partial<Record<string, Encoding>>, CompressionCodec]>([
    ['dictionaries', {}, 'SNAPPY'],
    ['plain', { texts: 'PLAIN', numbers: 'PLAIN', reals: 'PLAIN', longs: 'PLAIN' }, 'UNCOMPRESSED'],
    [
      'dictionaries-of-all',
      { texts: 'RLE_DICTIONARY', numbers: 'RLE_DICTIONARY', longs: 'RLE_DICTIONARY' },
      'SNAPPY',
    ],
    [
      'deltas',
      { texts: 'DELTA_BYTE_ARRAY', numbers: 'DELTA_BINARY_PACKED', longs: 'DELTA_BINARY_PACKED' },
      'SNAPPY',
    ],
    ['lengths', { texts: 'DELTA_LENGTH_BYTE_ARRAY', reals: 'BYTE_STREAM_SPLIT' }, 'UNCOMPRESSED'],
  ])('are read whole: %s', async (name, encodings, codec) => {
    expect(await columnsOf(bytesOf(encodings, codec), `${name}.parquet`)).toEqual({
      texts: TEXTS,
      numbers: NUMBERS,
      reals: [...REALS],
      longs: LONGS.map(Number),
      flags: FLAGS,
    });
  });

  it(`are read, or refused as problems of the file, whatever byte is wrong (seed ${SEED})`, async () => {
    const whole = bytesOf({ reals: 'PLAIN' }, 'SNAPPY');
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        fc.option(fc.nat(whole.length - 1)),
        async (changes, length) => {
          const damaged = whole.slice(0, length ?? whole.length);
          for (const [at, byte] of changes) if (at < damaged.length) damaged[at] = byte;
          const error: unknown = await columnsOf(damaged, 'damaged.parquet').then(
            () => undefined,
            (error: unknown) => asProblem(error),
          );
          if (error !== undefined) refused++;
          expect(error === undefined || error instanceof ParquetProblem).toBe(true);
        },
      ),
      { seed: SEED, numRuns: 300 },
    );
    expect(refused).toBeGreaterThan(100);
  });

  it.each([
    ['nothing', new Uint8Array(0), 'the file is too short for Parquet'],
    ['text', new TextEncoder().encode('name,size\nvm-1,Standard_D2s_v5\n'), 'the file does not end in PAR1'],
    [
      'a long footer',
      Uint8Array.from([80, 65, 82, 49, 1, 2, 3, 4, 255, 255, 255, 255, 80, 65, 82, 49]),
      'the footer is said to have 4294967303 bytes',
    ],
  ])('refuses %s', async (name, bytes, message) => {
    const path = join(folder, `${name}.parquet`);
    await writeFile(path, bytes);
    await expect(ParquetSource.open(path)).rejects.toThrow(message);
  });
});
