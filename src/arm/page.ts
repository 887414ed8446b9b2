import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../errors/refusal-error.js';
import { absoluteUrl } from './absolute-url.js';
import { describeRoute } from './openapi/route-description.js';
import { queryValue } from './query.js';

/** A page when the client does not say: large enough that small installations never page. */
export const DEFAULT_PAGE_SIZE = 500;
export const MAX_PAGE_SIZE = 1000;

/** Which page of a list is wanted. Lists are ordered by a key, unique within the list and stable. */
export interface PageRequest {
  /** How many items at most, from 1 to `MAX_PAGE_SIZE`. Ask the store for one more, to see whether there are. */
  readonly limit: number;
  /** The page starts behind this key; absent on the first page. */
  readonly after?: string;
}

export interface ArmPage<Item> {
  readonly value: readonly Item[];
  /** Absolute, with the query of the request; absent on the last page (ARM-13). */
  readonly nextLink?: string;
}

/** The page a request asks for by `$top` and `$skiptoken`. Throws RefusalError `invalid-parameter`. */
export function pageRequestOf(request: FastifyRequest): PageRequest {
  const limit = readTop(queryValue(request, '$top'));
  const token = queryValue(request, '$skiptoken');
  return token === undefined ? { limit } : { limit, after: readToken(token) };
}

/** The `PageRequest` of a list route, as a parameter of its handler. */
export function ArmPageRequest(): ParameterDecorator {
  const decorate = createParamDecorator((_: unknown, context: ExecutionContext) =>
    pageRequestOf(context.switchToHttp().getRequest<FastifyRequest>()),
  )();
  return (target, key, index) => {
    decorate(target, key, index);
    describeRoute(target, key, { kind: 'page' });
  };
}

/**
 * A page from items that were read in order from behind `page.after`: up to `page.limit` of them are shown, and
 * one more, when there is one, becomes a link.
 */
export function armPage<Item>(
  request: FastifyRequest,
  page: PageRequest,
  items: readonly Item[],
  keyOf: (item: Item) => string,
): ArmPage<Item> {
  const value = items.slice(0, page.limit);
  const last = value.at(-1);
  if (items.length <= page.limit || last === undefined) return { value };
  return { value, nextLink: nextLink(request, keyOf(last)) };
}

/** A page of a list that is at hand as a whole, in any order. Keys compare by code unit. */
export function armPageOfAll<Item>(
  request: FastifyRequest,
  page: PageRequest,
  items: readonly Item[],
  keyOf: (item: Item) => string,
): ArmPage<Item> {
  const { after } = page;
  const keyed = items
    .map((item) => ({ item, key: keyOf(item) }))
    .filter(({ key }) => after === undefined || key > after)
    .toSorted((left, right) => (left.key < right.key ? -1 : left.key > right.key ? 1 : 0));
  const rest = keyed.slice(0, page.limit + 1).map(({ item }) => item);
  return armPage(request, page, rest, keyOf);
}

function readTop(value: ReturnType<typeof queryValue>): number {
  if (value === undefined) return DEFAULT_PAGE_SIZE;
  const top = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : 0;
  if (top >= 1) return Math.min(top, MAX_PAGE_SIZE);
  throw new RefusalError(
    refusal('invalid-parameter', `$top is an integer of at least 1`, { target: '$top' }),
  );
}

/** Marks the form of the tokens, so that another form can be told from this one later. */
const TOKEN_FORM = '1:';

function writeToken(key: string): string {
  return Buffer.from(TOKEN_FORM + key, 'utf8').toString('base64url');
}

function readToken(value: NonNullable<ReturnType<typeof queryValue>>): string {
  if (typeof value === 'string') {
    const text = Buffer.from(value, 'base64url').toString('utf8');
    const key = text.slice(TOKEN_FORM.length);
    // Only what writes to the very same token was written here: decoding alone takes almost any text.
    if (text.startsWith(TOKEN_FORM) && writeToken(key) === value) return key;
  }
  throw new RefusalError(
    refusal('invalid-parameter', '$skiptoken is not one that a nextLink of this service carried', {
      target: '$skiptoken',
    }),
  );
}

function nextLink(request: FastifyRequest, key: string): string {
  const [path = '', search = ''] = request.url.split('?', 2);
  const given = [...new URLSearchParams(search)];
  const query = new URLSearchParams(given.filter(([name]) => name.toLowerCase() !== '$skiptoken'));
  query.append('$skiptoken', writeToken(key));
  return absoluteUrl(request, `${path}?${query.toString()}`);
}
