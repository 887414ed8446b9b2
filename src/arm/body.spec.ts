import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { RefusalError } from '../errors/refusal-error.js';
import { readBody } from './body.js';

const schema = z.strictObject({
  location: z.string(),
  tags: z.record(z.string(), z.string()).optional(),
  properties: z
    .strictObject({
      count: z.number().int().max(8).optional(),
      mode: z.enum(['immediate', 'manual']).optional(),
      nics: z.array(z.strictObject({ id: z.string() })).optional(),
      source: z
        .union([
          z.strictObject({ image: z.string() }),
          z.strictObject({ disk: z.string(), size: z.number(), tier: z.string() }),
        ])
        .optional(),
      vmSize: z
        .string()
        .refine((size) => size.startsWith('Standard_'), {
          error: 'is not a size of this location',
          params: { refusal: 'size-unknown' },
        })
        .optional(),
    })
    .optional(),
});

function refused(body: unknown): RefusalError | undefined {
  try {
    readBody(schema, body);
    return undefined;
  } catch (error) {
    if (error instanceof RefusalError) return error;
    throw error;
  }
}

const faults = (body: unknown) =>
  refused(body)?.details?.map(({ code, detail, target }) => `${code} | ${target ?? ''} | ${detail}`);

describe('readBody', () => {
  it('gives the document as the schema sees it', () => {
    const body = { location: 'eastus', properties: { count: 2 } };
    expect(readBody(schema, body)).toEqual(body);
  });

  it('ARM-26 takes members set to null for absent, in objects but not in lists', () => {
    const body = { location: 'eastus', tags: null, properties: { count: null, nics: null } };
    expect(readBody(schema, body)).toEqual({ location: 'eastus', properties: {} });
    expect(readBody(z.array(z.null()), [null])).toEqual([null]);
  });

  it('ARM-26 keeps null where a document gives it a meaning', () => {
    const policy = z.strictObject({ policy: z.string().nullable() });
    expect(readBody(policy, { policy: null }, { keepsNulls: true })).toEqual({ policy: null });
  });

  it.each<readonly [unknown, readonly string[]]>([
    [undefined, ['invalid-body |  | the body is required']],
    [[], ['invalid-body |  | the body is not valid: expected object, received array']],
    ['text', ['invalid-body |  | the body is not valid: expected object, received string']],
    [{}, ['invalid-body | location | location is required']],
    [{ location: null }, ['invalid-body | location | location is required']],
    [{ location: 1 }, ['invalid-body | location | location is not valid: expected string, received number']],
    [
      { location: 'eastus', properties: { nics: [{ id: 'a' }, { id: 2 }] } },
      [
        'invalid-body | properties.nics[1].id | properties.nics[1].id is not valid: expected string, ' +
          'received number',
      ],
    ],
    [
      { location: 'eastus', properties: { mode: 'fast', count: 9 } },
      [
        'invalid-body | properties.count | properties.count is not valid: expected number to be <=8',
        'invalid-body | properties.mode | properties.mode is not valid: expected one of "immediate"|"manual"',
      ],
    ],
    [
      { location: 'eastus', properties: { source: { image: 1 } } },
      [
        'invalid-body | properties.source.image | properties.source.image is not valid: expected string, ' +
          'received number',
      ],
    ],
    [
      { location: 'eastus', properties: { vmSize: 'Basic_A1' } },
      ['size-unknown | properties.vmSize | properties.vmSize is not a size of this location'],
    ],
  ])('ARM-19 %j', (body, expected) => {
    expect(faults(body)).toEqual(expected);
    expect(refused(body)?.refusal).toEqual(refused(body)?.details?.[0]);
  });

  it('TORPOR-22 names every member it does not know', () => {
    const body = { location: 'eastus', extra: 1, properties: { cuont: 1, toString: 2 } };
    expect(faults(body)).toEqual([
      'unknown-member | properties.cuont | properties.cuont is not known',
      'unknown-member | properties.toString | properties.toString is not known',
      'unknown-member | extra | extra is not known',
    ]);
  });

  it('TORPOR-22 refuses a member that would change the prototype', () => {
    const body: unknown = JSON.parse('{"location":"eastus","tags":{"__proto__":{"isAdmin":true}}}');
    expect(() => readBody(schema, body)).toThrow('tags.__proto__ is not known');
  });
});
