import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvLineTooLong, CsvRows } from './csv-rows.js';
import { INVENTORY_LIMITS } from './inventory-schema.js';

const SEED = 99;

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
  readonly problem?: string;
}

function rowsOf(text: string | Uint8Array, chunkBytes = Infinity): readonly Row[] {
  const found: Row[] = [];
  const rows = new CsvRows(({ bytes, line, count, starts, ends, problem }) => {
    const cells = Array.from({ length: count }, (_, at) =>
      Buffer.from(bytes.subarray(starts[at], ends[at])).toString('utf8'),
    );
    found.push({ line, cells, ...(problem === undefined ? {} : { problem }) });
  });
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  for (let at = 0; at < bytes.length; at += chunkBytes) rows.push(bytes.slice(at, at + chunkBytes));
  rows.end();
  return found;
}

describe('rows of CSV', () => {
  it.each<[string, string, readonly Row[]]>([
    [
      'plain cells',
      'a,b\n1,2\n',
      [
        { line: 1, cells: ['a', 'b'] },
        { line: 2, cells: ['1', '2'] },
      ],
    ],
    [
      'no line feed at the end',
      'a,b\n1,2',
      [
        { line: 1, cells: ['a', 'b'] },
        { line: 2, cells: ['1', '2'] },
      ],
    ],
    [
      'carriage returns',
      'a,b\r\n1,\r\n"x",\r\n,"y"\r\n',
      [
        { line: 1, cells: ['a', 'b'] },
        { line: 2, cells: ['1', ''] },
        { line: 3, cells: ['x', ''] },
        { line: 4, cells: ['', 'y'] },
      ],
    ],
    [
      'a byte order mark',
      '\ufeffname\nvm-1\n',
      [
        { line: 1, cells: ['name'] },
        { line: 2, cells: ['vm-1'] },
      ],
    ],
    [
      'empty lines',
      'a,b\n\n\r\n1,2\n\n',
      [
        { line: 1, cells: ['a', 'b'] },
        { line: 4, cells: ['1', '2'] },
      ],
    ],
    [
      'quotes',
      '"a","b,c"\n"say ""hi""",""\n""""\n',
      [
        { line: 1, cells: ['a', 'b,c'] },
        { line: 2, cells: ['say "hi"', ''] },
        { line: 3, cells: ['"'] },
      ],
    ],
    [
      'lines within quotes',
      '"a\nb",c\n"x\r\ny",z\nlast,1\n',
      [
        { line: 1, cells: ['a\nb', 'c'] },
        { line: 3, cells: ['x\r\ny', 'z'] },
        { line: 5, cells: ['last', '1'] },
      ],
    ],
    ['a quote within a cell', 'a"b,c\n', [{ line: 1, cells: ['a"b', 'c'] }]],
    [
      'text behind a quote',
      '"a"b,c\nd,e\n',
      [
        { line: 1, cells: ['a', 'c'], problem: 'has text behind a closing quote' },
        { line: 2, cells: ['d', 'e'] },
      ],
    ],
    [
      'a quote that does not end',
      'a\n"b,c\nd',
      [
        { line: 1, cells: ['a'] },
        { line: 2, cells: ['b,c\nd'], problem: 'has a quote that does not end' },
      ],
    ],
  ])('are read with %s, in chunks of any size', (_name, text, expected) => {
    expect(rowsOf(text)).toEqual(expected);
    for (const size of [1, 2, 3, 5]) expect(rowsOf(text, size)).toEqual(expected);
  });

  it(`come back as they were written (seed ${SEED})`, () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', 'ü', '"', ',', '\n', '\r', ' ', '😀'),
      maxLength: 6,
    });
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 8 });
    fc.assert(
      fc.property(table, fc.integer({ min: 1, max: 12 }), (rows, chunk) => {
        const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const text = rows.map((cells) => cells.map(quoted).join(',')).join('\r\n');
        expect(rowsOf(text, chunk).map(({ cells }) => cells)).toEqual(rows);
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  it('end with a line that is too long', () => {
    const line = new Uint8Array(INVENTORY_LIMITS.lineBytes + 10).fill(0x61);
    expect(() => rowsOf(line, 65_536)).toThrow(CsvLineTooLong);
  });
});
