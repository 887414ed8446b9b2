import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { firstValueFrom, from, type Observable } from 'rxjs';
import { MAX_PAGE_SIZE, pageRequestOf } from '../arm/page.js';
import { forbidden } from './forbidden.js';
import { mayRead } from './item-access.js';
import { type PartialView, partialViewOf } from './partial-view.js';

interface Page {
  readonly value: readonly unknown[];
  readonly nextLink?: string;
}

type Query = Record<string, unknown>;

/**
 * Limits lists to what a caller may see who has no right over the whole list. It reads as many pages as it takes to
 * fill one with what is visible, and links to the next one only behind an item that was shown: neither the length
 * of a page nor its link tells of anything else (ASSUME-24).
 */
export class VisibleItemsInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const view = partialViewOf(request);
    if (view === undefined) return next.handle();
    return from(visiblePage(request, view, () => firstValueFrom(next.handle())));
  }
}

async function visiblePage(
  request: FastifyRequest,
  { caller, rights, lacking }: PartialView,
  read: () => Promise<unknown>,
): Promise<Page> {
  const { limit, after } = pageRequestOf(request);
  const readFrom = async (token: string | undefined, top: number): Promise<Page> => {
    setQuery(request, { $skiptoken: token, $top: String(top) });
    const page = await read();
    if (isPage(page)) return page;
    throw forbidden(caller, lacking);
  };
  const shown: unknown[] = [];
  let last = { token: undefined as string | undefined, count: 0 };
  let token = after === undefined ? undefined : givenToken(request);
  for (;;) {
    const page = await readFrom(token, MAX_PAGE_SIZE);
    for (const [index, item] of page.value.entries()) {
      if (!mayRead(rights, item)) continue;
      if (shown.length === limit) return { value: shown, ...linkOf(await readFrom(last.token, last.count)) };
      shown.push(item);
      last = { token, count: index + 1 };
    }
    if (page.nextLink === undefined) return { value: shown };
    token = tokenOf(page.nextLink);
  }
}

function isPage(body: unknown): body is Page {
  return typeof body === 'object' && body !== null && Array.isArray((body as { value?: unknown }).value);
}

function linkOf({ nextLink }: Page): Pick<Page, 'nextLink'> {
  return nextLink === undefined ? {} : { nextLink };
}

/** Handlers read the query anew each time; links are made from the URL of the request, which stays. */
function setQuery(request: FastifyRequest, values: Readonly<Record<string, string | undefined>>): void {
  const query = request.query as Query;
  for (const [name, value] of Object.entries(values)) {
    for (const key of Object.keys(query)) {
      if (key.toLowerCase() === name.toLowerCase()) delete query[key];
    }
    if (value !== undefined) query[name] = value;
  }
}

function givenToken(request: FastifyRequest): string | undefined {
  const [, token] = Object.entries(request.query as Query).find(
    ([key]) => key.toLowerCase() === '$skiptoken',
  ) ?? ['', undefined];
  return typeof token === 'string' ? token : undefined;
}

function tokenOf(link: string): string | undefined {
  const { searchParams } = new URL(link);
  const [, token] = [...searchParams].find(([name]) => name.toLowerCase() === '$skiptoken') ?? [
    '',
    undefined,
  ];
  return token;
}
