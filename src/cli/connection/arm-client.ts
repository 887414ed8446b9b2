import type { IncomingHttpHeaders } from 'node:http';
import type { ArmErrorBody } from '../api-types.js';
import { CliError, type Problem } from '../cli-error.js';
import { EXIT, exitOfRefusal } from '../exit-codes.js';
import type { HttpAnswer, HttpExchange, HttpRequest } from './http-exchange.js';

/** The version in which this client asks. */
export const API_VERSION = '2024-11-01';

export type Query = Readonly<Record<string, string | undefined>>;

export interface ArmAnswer<Body> {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Undefined for an empty answer. */
  readonly body: Body;
}

export interface RequestOptions {
  readonly query?: Query;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** How often a request is repeated that the server answered with 429. */
const MAX_THROTTLED = 5;
const LONGEST_RETRY_AFTER_SECONDS = 60;

/** The REST API: JSON in and out, errors as `CliError`, lists read to their last page. */
export class ArmClient {
  constructor(
    private readonly http: Pick<HttpExchange, 'send'>,
    private readonly sleep: (milliseconds: number) => Promise<void>,
  ) {}

  async get<Body>(path: string, query?: Query): Promise<Body> {
    return (await this.request<Body>('GET', path, { ...(query === undefined ? {} : { query }) })).body;
  }

  /** Undefined instead of an error when there is no such resource. */
  async find<Body>(path: string, query?: Query): Promise<Body | undefined> {
    try {
      return await this.get<Body>(path, query);
    } catch (error) {
      if (error instanceof CliError && error.problem.exit === EXIT.notFound) return undefined;
      throw error;
    }
  }

  /** The items of all pages, or the first of them up to a limit; pages beyond it are not read. */
  async list<Item>(path: string, query?: Query, limit = Infinity): Promise<readonly Item[]> {
    const items: Item[] = [];
    let target: string | undefined = targetOf(path, query);
    while (target !== undefined && items.length < limit) {
      const page: { readonly value?: unknown; readonly nextLink?: string } | undefined = (
        await this.#send<{ readonly value?: unknown; readonly nextLink?: string }>({ method: 'GET', target })
      ).body;
      if (!Array.isArray(page?.value)) throw notTorpor('a list without its items');
      items.push(...(page.value as Item[]));
      target = page.nextLink === undefined ? undefined : targetOfLink(page.nextLink);
    }
    return items.slice(0, limit);
  }

  request<Body>(
    method: HttpRequest['method'],
    path: string,
    { query, body, headers }: RequestOptions = {},
  ): Promise<ArmAnswer<Body>> {
    return this.#send<Body>({
      method,
      target: targetOf(path, query),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(headers === undefined ? {} : { headers }),
    });
  }

  /** Asks a URL that the server gave. Only its path and query count: the token goes to no other server. */
  follow<Body>(url: string): Promise<ArmAnswer<Body>> {
    return this.#send<Body>({ method: 'GET', target: targetOfLink(url) });
  }

  async #send<Body>(request: HttpRequest): Promise<ArmAnswer<Body>> {
    for (let attempt = 0; ; attempt++) {
      const answer = await this.http.send(request);
      if (answer.status === 429 && attempt < MAX_THROTTLED) {
        await this.sleep(retryAfterSeconds(answer) * 1_000);
        continue;
      }
      const body = parseBody(answer);
      if (answer.status >= 400) throw new CliError(problemOf(answer.status, body));
      if (answer.status < 200 || answer.status >= 300) throw notTorpor(`HTTP status ${answer.status}`);
      return { status: answer.status, headers: answer.headers, body: body as Body };
    }
  }
}

/** The problem in an error answer: the refusal behind it where the server says, else what ARM says. */
export function problemOf(status: number, body: unknown): Problem {
  const error = (body as { readonly error?: ArmErrorBody } | undefined)?.error;
  if (typeof error?.code !== 'string' || typeof error.message !== 'string') {
    throw notTorpor(`HTTP status ${status} without an error document`);
  }
  const info = error.additionalInfo?.find(({ type }) => type === 'Torpor.Refusal')?.info;
  const code = info?.code ?? error.code;
  const details = error.details?.map(({ target, message }) =>
    target === undefined ? { message } : { target, message },
  );
  return {
    code,
    message: error.message,
    exit: exitOfRefusal(code, status),
    ...(details === undefined ? {} : { details }),
    ...(info?.rule === undefined ? {} : { rule: info.rule }),
    ...(info?.remedy === undefined ? {} : { remedy: info.remedy }),
  };
}

/** Something answers, but not this API. */
export function notTorpor(detail: string): CliError {
  return new CliError({
    code: 'unexpected-answer',
    message: `The server did not answer as this version of Torpor expects: ${detail}.`,
    remedy:
      'Check that --server, TORPOR_SERVER or server.json point to a Torpor server of a matching version.',
    exit: EXIT.unexpected,
  });
}

function targetOf(path: string, query: Query = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) parameters.set(name, value);
  }
  parameters.set('api-version', API_VERSION);
  return `${path}?${parameters.toString()}`;
}

function targetOfLink(link: string): string {
  if (!URL.canParse(link)) throw notTorpor('a link that is no URL');
  const { pathname, search } = new URL(link);
  return pathname + search;
}

function parseBody({ status, text }: HttpAnswer): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw notTorpor(`HTTP status ${status} with a body that is not JSON`);
  }
}

function retryAfterSeconds({ headers }: HttpAnswer): number {
  const seconds = Number(headers['retry-after'] ?? 1);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, LONGEST_RETRY_AFTER_SECONDS) : 1;
}
