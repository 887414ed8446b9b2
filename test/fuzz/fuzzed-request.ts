import type { Random } from '#libs/determinism';
import type { FuzzedRoute } from './fuzzed-routes.js';
import { garbled, mutated, NASTY_SEGMENTS } from './mutations.js';
import { oneOf } from './one-of.js';
import { valueOf } from './schema-values.js';
import { wordsFor } from './words.js';

/** A request as it goes to the server. */
export interface FuzzedRequest {
  readonly route: FuzzedRoute;
  readonly method: FuzzedRoute['method'];
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: string | Buffer | undefined;
}

const VERSIONS = ['2024-11-01', '2024-11-01', '2024-11-01', '2015-01-01', 'x', '', '2024-13-45-preview'];
const TYPES = ['application/json', 'application/json; charset=utf-8', 'text/json', 'text/plain', 'x'];
const TAGS = ['*', '"1"', 'W/"x"', '"', '', '"1", "2"'];

/** A request to a route: half of them are meant well, the others have something wrong in one place or another. */
export function fuzzedRequest(route: FuzzedRoute, random: Random): FuzzedRequest {
  const isMeantWell = random.below(2) === 0;
  return {
    route,
    method: route.method,
    url: `${pathOf(route, random, isMeantWell)}?${queryOf(route, random, isMeantWell)}`,
    headers: headersOf(random, isMeantWell),
    payload: payloadOf(route, random, isMeantWell),
  };
}

function pathOf({ path }: FuzzedRoute, random: Random, isMeantWell: boolean): string {
  const filled = path.replaceAll(/\{(\w+)\}|\*/g, (_, name: string | undefined) => {
    const isNasty = !isMeantWell && random.below(6) === 0;
    return isNasty
      ? oneOf(random, NASTY_SEGMENTS)
      : encodeURIComponent(oneOf(random, wordsFor(name ?? 'name')));
  });
  if (isMeantWell) return filled;
  switch (random.below(8)) {
    case 0:
      return filled.toUpperCase();
    case 1:
      return filled.replaceAll('/', '//');
    case 2:
      return `${filled}/`;
    default:
      return filled;
  }
}

function queryOf({ query }: FuzzedRoute, random: Random, isMeantWell: boolean): string {
  const pairs = query
    .filter(({ name }) => name !== 'api-version' && random.below(3) === 0)
    .map(({ name, schema = {} }) => [name, String(valueOf(schema, random, name))]);
  if (isMeantWell) pairs.push(['api-version', '2024-11-01']);
  else {
    pairs.push(['api-version', oneOf(random, VERSIONS)]);
    if (random.below(5) === 0) pairs.push(['hibernate', oneOf(random, ['true', 'maybe', ''])]);
    if (random.below(9) === 0) pairs.push(['$skiptoken', oneOf(random, ['x', '%%%', 'e30'])]);
    if (random.below(9) === 0) pairs.push(['api-version', '2024-11-01']);
  }
  return pairs
    .map(([name = '', value = '']) => `${encodeURIComponent(name)}=${encodeURIComponent(wellFormed(value))}`)
    .join('&');
}

/** Lone surrogates cannot be percent-encoded. */
function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}

function headersOf(random: Random, isMeantWell: boolean): Record<string, string> {
  const headers: Record<string, string> = {};
  if (isMeantWell) return { 'content-type': 'application/json' };
  if (random.below(2) === 0) headers['content-type'] = oneOf(random, TYPES);
  if (random.below(6) === 0) headers['if-match'] = oneOf(random, TAGS);
  if (random.below(9) === 0) headers['if-none-match'] = oneOf(random, TAGS);
  if (random.below(9) === 0) {
    headers['x-torpor-emulation'] = oneOf(random, ['{}', '{', '{"policy":"azure"}', '[1]']);
  }
  if (random.below(9) === 0) headers['x-ms-client-request-id'] = 'x'.repeat(random.below(300));
  return headers;
}

function payloadOf(
  { body, method }: FuzzedRoute,
  random: Random,
  isMeantWell: boolean,
): string | Buffer | undefined {
  if (method === 'GET' || method === 'HEAD') return undefined;
  if (body === undefined) return random.below(5) === 0 ? '{}' : undefined;
  const value = valueOf(body, random);
  if (isMeantWell) return JSON.stringify(value);
  switch (random.below(6)) {
    case 0:
      return garbled(JSON.stringify(value), random);
    case 1:
      return random.below(3) === 0 ? undefined : `${'['.repeat(100)}${']'.repeat(100)}`;
    default:
      return JSON.stringify(mutated(value, random));
  }
}
