import { describe, expect, it } from 'vitest';
import { CliError } from '../cli-error.js';
import { PLAIN } from '../render/style.js';
import { applyQuery, checkQuery, formatDocument, type OutputFormat } from './format-document.js';

const HOSTS = [
  { name: 'a', vcpus: 64, tags: { rack: '1' }, vms: ['x', 'y'], isDown: false },
  { name: '日本', vcpus: 8, tags: {}, vms: [], note: 'two\nlines' },
];

const TABLE = `name  vcpus  isDown  note
a     64     false
日本  8              two lines
`;
const TSV = 'a\t64\t\t2\tfalse\n日本\t8\t\t0\ttwo lines\n';

describe('formats', () => {
  it.each<[OutputFormat, unknown, string]>([
    ['json', HOSTS, `${JSON.stringify(HOSTS, null, 2)}\n`],
    ['json', null, 'null\n'],
    ['json', undefined, ''],
    ['yaml', { name: 'a', ports: [1, 2], note: 'yes' }, 'name: a\nports:\n  - 1\n  - 2\nnote: yes\n'],
    ['yaml', undefined, ''],
    ['tsv', HOSTS, TSV],
    [
      'tsv',
      [
        ['a', 1],
        ['b', null],
      ],
      'a\t1\nb\t\n',
    ],
    ['tsv', 'plain', 'plain\n'],
    ['tsv', null, ''],
    ['none', HOSTS, ''],
    ['table', HOSTS, TABLE],
    ['table', { name: 'a', vcpus: 64, tags: {} }, '  name   a\n  vcpus  64\n'],
    [
      'table',
      [
        ['a', 1],
        ['b', [2]],
      ],
      'column 1  column 2\na         1\nb         [2]\n',
    ],
    ['table', ['a', 'b'], 'a\nb\n'],
    ['table', [], ''],
    ['table', true, 'true\n'],
    ['table', null, ''],
  ])('%s of %j', async (format, value, expected) => {
    expect(await formatDocument({ value }, format, PLAIN)).toBe(expected);
  });

  it('prefers the lines made for people, in tables alone', async () => {
    const printed = { value: { name: 'a' }, lines: () => ['a, for people'] };
    const texts = await Promise.all(
      (['table', 'tsv'] as const).map((format) => formatDocument(printed, format, PLAIN)),
    );
    expect(texts).toEqual(['a, for people\n', 'a\n']);
  });
});

describe('queries', () => {
  it.each([
    ['[].name', ['a', '日本']],
    ['[?vcpus > `10`].{n: name}', [{ n: 'a' }]],
    ['length(@)', 2],
    ['nothing', null],
  ])('%s', async (query, expected) => {
    expect(await applyQuery(HOSTS, query)).toEqual(expected);
  });

  it('reads an answer without a body as null', async () => {
    expect(await applyQuery(undefined, '@')).toBeNull();
  });

  it('refuses what is no expression before anything is done', async () => {
    const fault = await checkQuery('[?').catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(CliError);
    expect((fault as CliError).problem).toMatchObject({ code: 'usage', exit: 2 });
  });

  it('refuses an expression that does not fit', async () => {
    const fault = await applyQuery(5, 'length(@)').catch((error: unknown) => error);
    expect((fault as CliError).problem).toMatchObject({ code: 'usage', exit: 2 });
  });
});
