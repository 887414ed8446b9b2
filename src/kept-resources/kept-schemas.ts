import { z, type ZodObject, type ZodRawShape, type ZodType } from 'zod';
import { LOCATION, READ_ONLY, READ_ONLY_ENVELOPE, TAGS } from '../requests/arm-schemas.js';
import type { KeptBody, KeptPatch } from './kept-kind.js';

/** A member that is kept and shown again, whatever it is. */
export const SHOWN = z.unknown().optional();

/** `sku` where it has a name, and where it says how many. */
export const SKU = z.strictObject({
  name: z.string().optional(),
  tier: z.string().optional(),
  capacity: z.int().optional(),
});

export const ZONES = z.array(z.string());

/**
 * The body of a PUT of a resource in a location; `envelope` are its members beside the usual ones, and
 * `properties` may be left out where every member of it may.
 */
export function keptBody(properties: ZodObject, envelope: ZodRawShape = {}): ZodType<KeptBody> {
  const isOptional = properties.safeParse({}).success;
  return z.strictObject({
    ...READ_ONLY_ENVELOPE,
    location: LOCATION,
    tags: TAGS.optional(),
    ...envelope,
    properties: isOptional ? properties.optional() : properties,
  }) as unknown as ZodType<KeptBody>;
}

/** The body of a PATCH, with every member optional. */
export function keptPatch(properties: ZodObject, envelope: ZodRawShape = {}): ZodType<KeptPatch> {
  return z.strictObject({
    ...READ_ONLY_ENVELOPE,
    location: READ_ONLY,
    tags: TAGS.optional(),
    ...z.strictObject(envelope).partial().shape,
    properties: properties.partial().optional(),
  }) as unknown as ZodType<KeptPatch>;
}
