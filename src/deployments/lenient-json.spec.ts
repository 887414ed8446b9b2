import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_BODY_DEPTH } from '../arm/json-body.js';
import { RefusalError } from '../errors/refusal-error.js';
import { parseLenientJson } from './lenient-json.js';

const seed = 20_260_302;

function refusedWith(text: string): string | undefined {
  try {
    parseLenientJson(text);
    return undefined;
  } catch (error) {
    if (error instanceof RefusalError) return error.refusal.detail;
    throw error;
  }
}

describe('parseLenientJson', () => {
  it.each<readonly [string, unknown]>([
    [
      '{"properties": {"mode": "Incremental", template: {"a": 1}}}',
      { properties: { mode: 'Incremental', template: { a: 1 } } },
    ],
    ['{ // a remark with a "quotation mark and {[\n "a": /* "x" */ [1, 2,], }', { a: [1, 2] }],
    ['{\'a\': \'it\\\'s "this"\', "b": "isn\'t"}', { a: 'it\'s "this"', b: "isn't" }],
    ['{"a": "over\ntwo \\\\ lines\r\n"}', { a: 'over\ntwo \\ lines\r\n' }],
    ['{"a": "http://x/y // no remark /* nor this */"}', { a: 'http://x/y // no remark /* nor this */' }],
    ['{"__proto__": {"x": 1}}', JSON.parse('{"__proto__": {"x": 1}}')],
  ])('ARM-31 reads %j', (text, expected) => {
    expect(parseLenientJson(text)).toEqual(expected);
  });

  it.each([
    ['{"a":', /^it is not JSON \(invalid end of input/],
    ['{a: NaN}', /^it has a number that is not finite$/],
    ['{"a": [1, {b: -Infinity}]}', /^it has a number that is not finite$/],
    ['{"a": 1} extra', /^it is not JSON \(invalid character/],
    ['"open', /^it is not JSON/],
    ['/* open', /^it is not JSON/],
  ])('ARM-19 refuses %j', (text, detail) => {
    expect(refusedWith(text)).toMatch(detail);
  });

  it('ARM-19 refuses what is nested too deeply before it is read', () => {
    const nested = (depth: number) => `${'[ /*[*/ '.repeat(depth)}'['${']'.repeat(depth)}`;
    expect(refusedWith(nested(MAX_BODY_DEPTH))).toBeUndefined();
    expect(refusedWith(nested(MAX_BODY_DEPTH + 1))).toBe(`it is nested deeper than ${MAX_BODY_DEPTH} levels`);
    expect(refusedWith('{a:'.repeat(1_000_000))).toBe(`it is nested deeper than ${MAX_BODY_DEPTH} levels`);
  });

  it(`ARM-31 reads JSON as JSON.parse does, and refuses anything else as what it is (seed ${seed})`, () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (text) => {
        expect(parseLenientJson(text)).toEqual(JSON.parse(text));
      }),
      { seed },
    );
    const broken = fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom('"', "'", '/*', '//', '\n', '\\', '{', ',', ''))
      .map(([text, at, mark]) => text.slice(0, at % text.length) + mark + text.slice((at % text.length) + 1));
    fc.assert(
      fc.property(broken, (text) => {
        refusedWith(text);
      }),
      { seed, numRuns: 1_000 },
    );
  });
});
