import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { takesMember } from './takes-member.js';

const SCHEMA = z
  .strictObject({
    zones: z.array(z.string()).optional(),
    open: z.looseObject({ id: z.string() }).optional(),
    any: z.unknown().optional(),
    tags: z.record(z.string(), z.string()),
    properties: z.strictObject({
      word: z.string().transform((text) => text.length),
      disks: z.array(z.strictObject({ lun: z.int() })).nullish(),
      either: z.union([z.string(), z.strictObject({ name: z.string() })]),
    }),
  })
  .superRefine(() => undefined)
  .transform(({ properties }) => properties);

describe('takesMember', () => {
  it.each([
    ['zones', true],
    ['zones[]', true],
    ['zones.length', false],
    ['zone', false],
    ['toString', false],
    ['open.id', true],
    ['open.other.deeper', true],
    ['any.thing', true],
    ['tags.environment', true],
    ['properties.word', true],
    ['properties.word.length', false],
    ['properties.disks[].lun', true],
    ['properties.disks.lun', false],
    ['properties.disks[].name', false],
    ['properties.either.name', true],
    ['properties.either.other', false],
  ])('%s: %s', (path, isTaken) => {
    expect(takesMember(SCHEMA, path)).toBe(isTaken);
  });
});
