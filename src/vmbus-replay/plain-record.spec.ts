import { describe, expect, it } from 'vitest';
import { PlainRecordReader, type ReplayRecord } from './plain-record.js';
import { GOLDEN_FILES, goldenLines } from './testing/golden-records.js';
import { MutatedRecords } from './testing/mutated-records.js';

const SEED = 31_512;
const RECORDS = 50_000;

const reader = new PlainRecordReader();

function read(text: string): ReplayRecord | undefined {
  return reader.read(Buffer.from(text));
}

/** What `JSON.parse` makes of it, or that it makes nothing of it. */
function parsed(line: Buffer): ReplayRecord | 'not JSON' {
  try {
    const { id, scenario } = JSON.parse(line.toString()) as ReplayRecord;
    return { id, scenario };
  } catch {
    return 'not JSON';
  }
}

describe('a plain record', () => {
  it.each(GOLDEN_FILES)('is each of those in %s, with what was observed and without', (file) => {
    for (const line of goldenLines(file)) {
      const { id, scenario } = JSON.parse(line) as ReplayRecord;
      expect(read(line)).toEqual({ id, scenario });
      expect(read(JSON.stringify({ id, scenario }))).toEqual({ id, scenario });
    }
  });

  it(`is never read as anything but what JSON.parse makes of it: ${RECORDS} mutated ones, seed ${SEED}`, () => {
    const mutated = new MutatedRecords(SEED);
    let plain = 0;
    for (let left = RECORDS; left > 0; left--) {
      const line = Buffer.from(mutated.next());
      const record = reader.read(line);
      if (record === undefined) continue;
      plain++;
      // The texts tell apart what toEqual takes for the same.
      expect(JSON.stringify(record)).toBe(JSON.stringify(parsed(line)));
    }
    expect(plain).toBeGreaterThan(RECORDS / 4);
  });

  it.each([
    ['{"id":"a","scenario":{}}', { id: 'a', scenario: {} }],
    [
      '{"id": "a", "scenario": {"devices": [], "boot": {"offers": [[0, 1], ["rescind", 2, 3]]}}}\r',
      undefined,
    ],
    ['{"scenario":[0,10,4294967295,999999999999999],"id":""}', undefined],
    ['{"id":"a","scenario":[1,"a",true,false,[],{},[[2]]]}', undefined],
    ['{"note":"x","made_by":{"policy":null,"n":[-1,0,-20,true,false,[],{}]},"id":7}', undefined],
    ['{"id":"a","id":"b","scenario":{"boot":1,"boot":2,"devices":3}}', undefined],
  ])('is read: %s', (text, record) => {
    const expected = record ?? parsed(Buffer.from(text));
    expect(read(text)).toEqual(expected);
  });

  it.each([
    '',
    '[]',
    '{}',
    ' {"id":"a"}',
    '{"id":"a"} ',
    '{"id":"a"}}',
    '{"id":"a",}',
    '{"id":"a"',
    '{"id":"a","scenario":[1,]}',
    '{"id":"a","scenario":[,1]}',
    '{"id":"a","scenario":[1 ,2]}',
    '{"id":"a","scenario":[01]}',
    '{"id":"a","scenario":[1.5]}',
    '{"id":"a","scenario":[1e3]}',
    '{"id":"a","scenario":[-1]}',
    '{"id":"a","scenario":[1000000000000000]}',
    '{"id":"a","scenario":null}',
    '{"id":"a","scenario":{"__proto__":1}}',
    '{"id":"a","scenario":tru}',
    '{"id":"\\u0061"}',
    '{"id":"é"}',
    '{"id":"\t"}',
    '{"id" :"a"}',
    '{id:"a"}',
    '{"id":"a","note":[1.5]}',
    '{"id":"a","note":[-]}',
    '{"id":"a","note":{"a":1,}}',
    `{"id":"a","scenario":${'['.repeat(17)}${']'.repeat(17)}}`,
    `{"id":"a","note":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
  ])('is not %.60s, which is left to JSON.parse', (text) => {
    expect(read(text)).toBe(undefined);
  });
});
