import { describe, expect, it } from 'vitest';
import { parseCsv } from './csv.js';

const [row] = parseCsv('name,gib,zones,flag,empty\nP10,128.5,1+2+3,true,\n', 'disks.csv');

describe('parseCsv', () => {
  it('reads cells by column and type', () => {
    expect([
      row!.text('name'),
      row!.number('gib'),
      row!.list('zones'),
      row!.flag('flag'),
      row!.optionalText('empty'),
      row!.optionalNumber('empty'),
      row!.list('empty'),
    ]).toEqual(['P10', 128.5, ['1', '2', '3'], true, undefined, undefined, []]);
  });

  it('skips empty lines and takes either line ending', () => {
    expect(parseCsv('a\r\n1\r\n\r\n2\r\n', 'x.csv').map((r) => [r.place, r.number('a')])).toEqual([
      ['x.csv:2', 1],
      ['x.csv:4', 2],
    ]);
  });

  it.each([
    [() => row!.text('empty'), 'disks.csv:2: column empty is empty'],
    [() => row!.number('name'), 'disks.csv:2: column name is P10, not a number'],
    [() => row!.flag('gib'), 'disks.csv:2: column gib is 128.5, not true or false'],
    [() => row!.optionalText('iops'), 'disks.csv:2: column iops does not exist'],
    [() => parseCsv('a,b\n1\n', 'x.csv'), 'x.csv:2: 1 cells instead of 2'],
    [() => parseCsv('a\n"1"\n', 'x.csv'), 'x.csv: quoted cells are not supported'],
  ])('says where a fault is (%#)', (read, message) => {
    expect(read).toThrow(new Error(message));
  });
});
