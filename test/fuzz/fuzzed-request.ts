import type { Random } from '#libs/determinism';
import type { FuzzedRoute } from './fuzzed-routes.js';
import type { KnownTargets } from './known-targets.js';
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

export const FORM = 'application/x-www-form-urlencoded';
const VERSIONS = ['2024-11-01', '2024-11-01', '2024-11-01', '2015-01-01', 'x', '', '2024-13-45-preview'];
const TYPES = ['application/json', 'application/json; charset=utf-8', 'text/json', 'text/plain', 'x'];
const TAGS = ['*', '"1"', 'W/"x"', '"', '', '"1", "2"'];

/** What requests of all routes are made from. */
export interface FuzzSource {
  readonly random: Random;
  readonly known: KnownTargets;
}

/** A request to a route: half of them are meant well, the others have something wrong in one place or another. */
export function fuzzedRequest(route: FuzzedRoute, { random, known }: FuzzSource): FuzzedRequest {
  const isMeantWell = random.below(2) === 0;
  const target = random.below(2) === 0 ? known.targetOf(route, random) : undefined;
  const sound = random.below(4) > 0 ? known.bodyOf(route, random) : undefined;
  const path = isMeantWell
    ? (target ?? filled(route, random, true))
    : spoilt(target ?? filled(route, random, false), random);
  const query = queryOf(route, random, isMeantWell, path);
  return {
    route,
    method: route.method,
    url: `${path}${path.includes('?') ? '&' : '?'}${query}`,
    headers: {
      ...headersOf(random, isMeantWell, path),
      ...(typeof sound === 'string' ? { 'content-type': FORM } : {}),
    },
    payload: payloadOf(route, random, isMeantWell, sound),
  };
}

/** Every second parameter of a request that is meant well gets the first of its words, under which things exist. */
function filled({ path }: FuzzedRoute, random: Random, isMeantWell: boolean): string {
  return path.replaceAll(/\{(\w+)\}|\*/g, (_, name: string | undefined) => {
    const words = wordsFor(name ?? 'name');
    if (isMeantWell)
      return encodeURIComponent(oneOf(random, random.below(2) === 0 ? words : words.slice(0, 1)));
    return random.below(6) === 0 ? oneOf(random, NASTY_SEGMENTS) : encodeURIComponent(oneOf(random, words));
  });
}

function spoilt(path: string, random: Random): string {
  switch (random.below(8)) {
    case 0:
      return path.toUpperCase();
    case 1:
      return path.replaceAll('/', '//');
    case 2:
      return path.includes('?') ? path : `${path}/`;
    default:
      return path;
  }
}

function queryOf({ query }: FuzzedRoute, random: Random, isMeantWell: boolean, path: string): string {
  const pairs = query
    .filter(({ name }) => name !== 'api-version' && random.below(isMeantWell ? 6 : 3) === 0)
    .map(({ name, schema = {} }) => [name, String(valueOf(schema, random, name))]);
  if (isMeantWell) pairs.push(...wellMeantPairs(path));
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

/** Guests ask in a version of their own, for tokens of something. */
function wellMeantPairs(path: string): string[][] {
  if (path.includes('api-version=')) return [];
  if (!path.startsWith('/imds/')) return [['api-version', '2024-11-01']];
  return [
    ['api-version', '2019-08-01'],
    ['resource', 'https://management.azure.com/'],
  ];
}

/** Lone surrogates cannot be percent-encoded. */
function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}

function headersOf(random: Random, isMeantWell: boolean, path: string): Record<string, string> {
  const headers: Record<string, string> = {};
  if (isMeantWell) {
    const [, key = ''] = /^\/imds\/([^/?]+)/.exec(path) ?? [];
    return { 'content-type': 'application/json', metadata: 'true', 'x-identity-header': key };
  }
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
  sound: object | string | undefined,
): string | Buffer | undefined {
  if (method === 'GET' || method === 'HEAD') return undefined;
  if (typeof sound === 'string') return isMeantWell ? sound : garbled(sound, random);
  if (body === undefined) return random.below(5) === 0 ? '{}' : undefined;
  const value = sound ?? valueOf(body, random);
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
