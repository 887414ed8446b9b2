import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BRACE, BRACKET, JsonBytes, memberName } from './json-bytes.js';

const RUNS = { seed: 8_259, numRuns: 500 };

function written(write: (json: JsonBytes) => void): string {
  const json = new JsonBytes(1);
  write(json);
  json.endLine();
  return Buffer.from(json.take()).toString();
}

describe('JSON as bytes', () => {
  it.each([
    0,
    1,
    9,
    10,
    99,
    100,
    999,
    1000,
    65_535,
    999_999_999,
    1_000_000_000,
    2_147_483_647,
    2_147_483_648,
    4_294_967_295,
    Number.MAX_SAFE_INTEGER,
    -1,
    -16,
    -2_147_483_648,
    null,
  ])('writes %d', (value) => {
    expect(written((json) => json.number(value))).toBe(`${JSON.stringify(value)}\n`);
  });

  it('writes any whole number as JSON.stringify does', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) => {
        expect(written((json) => json.number(value))).toBe(`${JSON.stringify(value)}\n`);
      }),
      RUNS,
    );
  });

  it('writes any text as JSON.stringify does', () => {
    const texts = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.constant('"\\/\u0000\ud800\u2028é'),
    );
    fc.assert(
      fc.property(texts, (value) => {
        expect(written((json) => json.text(value))).toBe(`${JSON.stringify(value)}\n`);
      }),
      RUNS,
    );
  });

  it('puts commas between members and values, and none after the last', () => {
    const line = written((json) => {
      json.open(BRACE);
      json.letter('a'.charCodeAt(0));
      json.open(BRACKET);
      json.number(1);
      json.open(BRACKET);
      json.close(BRACKET);
      json.open(BRACE);
      json.close(BRACE);
      json.truth(true);
      json.close(BRACKET);
      json.name(memberName('b"'));
      json.truth(false);
      json.close(BRACE);
    });
    expect(line).toBe('{"a":[1,[],{},true],"b\\"":false}\n');
  });

  it('hands over what it has once, and goes on', () => {
    const json = new JsonBytes(4);
    const lines = ['one', 'two'].map((text) => {
      json.text(text);
      json.endLine();
      return json.take();
    });
    expect([json.length, ...lines.map((line) => Buffer.from(line).toString())]).toEqual([
      0,
      '"one"\n',
      '"two"\n',
    ]);
  });
});
