import type { Random } from '#libs/determinism';
import type { JsonSchema } from './fuzzed-routes.js';
import { oneOf } from './one-of.js';
import { WORDS, wordsFor } from './words.js';

/** Depth beyond which only what is required is filled in. */
const DEEP = 5;

/** A value that a schema takes, as far as the schema says all; names decide what text is likely to mean something. */
export function valueOf(schema: JsonSchema, random: Random, name = '', depth = 0): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return oneOf(random, schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return valueOf(oneOf(random, choices), random, name, depth);
  if (schema.allOf !== undefined) {
    const parts = schema.allOf.map((part) => valueOf(part, random, name, depth));
    return Object.assign({}, ...(parts as object[]));
  }
  switch (schema.type) {
    case 'object':
      return objectOf(schema, random, name, depth);
    case 'array': {
      const length = depth > DEEP ? 0 : random.below(3);
      return Array.from({ length }, () => valueOf(schema.items ?? {}, random, name, depth + 1));
    }
    case 'integer':
    case 'number':
      return numberOf(schema, random);
    case 'boolean':
      return random.below(2) === 0;
    case 'string':
      return oneOf(random, wordsFor(name));
    default:
      return depth > DEEP ? null : oneOf(random, [null, {}, [], 'text', 7, true]);
  }
}

function objectOf(schema: JsonSchema, random: Random, name: string, depth: number): object {
  const required = new Set(schema.required);
  const members = Object.entries(schema.properties ?? {}).filter(
    ([key]) => required.has(key) || (depth <= DEEP && random.below(depth === 0 ? 2 : 3) === 0),
  );
  const made = members.map(([key, member]) => [key, valueOf(member, random, key, depth + 1)]);
  const extra = schema.additionalProperties;
  if (typeof extra === 'object' && random.below(2) === 0) {
    made.push([oneOf(random, WORDS.names), valueOf(extra, random, name, depth + 1)]);
  }
  return Object.fromEntries(made) as object;
}

function numberOf({ minimum = 0, maximum = 4096 }: JsonSchema, random: Random): number {
  const [low, high] = [Math.max(minimum, -1e6), Math.min(maximum, 1e6)];
  return low + random.below(Math.max(1, Math.floor(Math.min(high - low, 5000)) + 1));
}
