import { UnsupportedMediaTypeException } from '@nestjs/common';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RefusalError } from '../errors/refusal-error.js';
import { MAX_BODY_DEPTH, parseBody } from './json-body.js';

const JSON_TYPE = 'application/json';
const nested = (depth: number) => Buffer.from('['.repeat(depth) + ']'.repeat(depth));

function detailOf(body: Buffer, type = JSON_TYPE): string | undefined {
  try {
    parseBody(body, type);
    return undefined;
  } catch (error) {
    return error instanceof RefusalError ? `${error.refusal.code}: ${error.refusal.detail}` : String(error);
  }
}

describe('parseBody', () => {
  it.each([undefined, JSON_TYPE, 'text/xml', 'application/x-www-form-urlencoded', ''])(
    'ARM-17 no body is no body, whatever the content type (%j)',
    (type) => {
      expect(parseBody(Buffer.alloc(0), type)).toBeUndefined();
    },
  );

  it.each([
    undefined,
    'application/json',
    'Application/JSON; charset=utf-8',
    'text/json',
    'application/merge-patch+json',
  ])('takes JSON as %j', (type) => {
    expect(parseBody(Buffer.from('{"a":[1,null]}'), type)).toEqual({ a: [1, null] });
  });

  it.each([
    'text/xml',
    'application/jsonp',
    'text/plain; x=application/json',
    'application/x-www-form-urlencoded',
  ])('ARM-19 refuses a body of type %s', (type) => {
    expect(() => parseBody(Buffer.from('{}'), type)).toThrow(UnsupportedMediaTypeException);
  });

  it('takes a byte order mark and blanks around the document', () => {
    expect(parseBody(Buffer.from('\uFEFF {"a":1}\r\n'), JSON_TYPE)).toEqual({ a: 1 });
    expect(parseBody(Buffer.from(' \r\n'), JSON_TYPE)).toBeUndefined();
  });

  it('ARM-19 refuses what is not JSON, not UTF-8 or nested without end', () => {
    expect(detailOf(Buffer.from('{"a":}'))).toMatch(/^invalid-body: it is not JSON \(/);
    expect(detailOf(Buffer.from([0x22, 0xff, 0x22]))).toBe('invalid-body: it is not valid UTF-8');
    const tooDeep = `invalid-body: it is nested deeper than ${MAX_BODY_DEPTH} levels`;
    expect(detailOf(nested(MAX_BODY_DEPTH))).toBeUndefined();
    expect(detailOf(nested(MAX_BODY_DEPTH + 1))).toBe(tooDeep);
    expect(detailOf(Buffer.from('{"a":'.repeat(1_000_000)))).toBe(tooDeep);
  });

  it('counts only brackets that nest', () => {
    const strings = JSON.stringify({ a: '['.repeat(200), 'b\\"{[': '\\"[[[\\' });
    const siblings = `[${Array.from({ length: 200 }, () => '[]').join(',')}]`;
    expect(detailOf(Buffer.from(strings))).toBeUndefined();
    expect(detailOf(Buffer.from(siblings))).toBeUndefined();
  });

  it('reads every JSON value as JSON.parse does', () => {
    const seed = 20_240_513;
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (text) => {
        expect(parseBody(Buffer.from(text), JSON_TYPE)).toEqual(JSON.parse(text));
      }),
      { seed },
    );
  });
});
