/**
 * What the programs of the SDK matrix have in common. They know Azure and nothing of Torpor: unmodified SDKs,
 * pointed at an endpoint. Trust in the development CA comes from NODE_EXTRA_CA_CERTS, as for any Node program.
 */
export const endpoint = required('TORPOR_URL');
export const subscription = required('TORPOR_SUBSCRIPTION');
const token = required('TORPOR_TOKEN');
/** Every program has a resource group of its own. */
export const group = required('TORPOR_GROUP');
export const location = 'eastus';

export const credential = {
  getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 3_600_000 }),
};

/** Options of the SDKs that are generated with autorest. */
export const autorestOptions = { endpoint, $host: endpoint, credentialScopes: [`${endpoint}/.default`] };
/** Polls as often as the server lets them. */
export const polling = { updateIntervalInMs: 50 };

/** One thing an SDK is asked to do, and what is seen of it. */
export type Capability = readonly [name: string, use: () => Promise<unknown>];

/** Uses capabilities in order, and prints one JSON line of what was seen; an error is seen as its code. */
export async function report(capabilities: readonly Capability[]): Promise<void> {
  const seen: Record<string, unknown> = {};
  for (const [name, use] of capabilities) {
    try {
      seen[name] = (await use()) ?? 'done';
    } catch (error) {
      seen[name] = `failed: ${said(error)}`;
    }
  }
  process.stdout.write(`${JSON.stringify(seen)}\n`);
}

/** Status and code of the error that a call ends with. */
export async function refusalOf(call: PromiseLike<unknown>): Promise<string> {
  try {
    await call;
    return 'no error';
  } catch (error) {
    return said(error);
  }
}

function said(error: unknown): string {
  const { statusCode, code, message } = error as { statusCode?: number; code?: string; message?: string };
  return statusCode === undefined || code === undefined
    ? String(message ?? error).slice(0, 300)
    : `${statusCode} ${code}`;
}

/** The items of pages, page by page. */
export async function pages<Item>(
  byPage: AsyncIterable<readonly Item[]>,
  shown: (item: Item) => unknown,
): Promise<unknown[][]> {
  const read: unknown[][] = [];
  for await (const page of byPage) read.push(page.map(shown));
  return read;
}

export async function namesOf(
  list: AsyncIterable<{ readonly name?: string | undefined }>,
): Promise<unknown[]> {
  const names: unknown[] = [];
  for await (const { name } of list) names.push(name);
  return names;
}

/** Lets a client ask for short pages where its methods have no parameter for it. */
export function shortPages(type: string, top: number) {
  return {
    name: `short-pages-of-${type}`,
    sendRequest: async <Request extends { url: string; method: string }, Answer>(
      request: Request,
      next: (request: Request) => Promise<Answer>,
    ): Promise<Answer> => {
      const url = new URL(request.url);
      const isList =
        request.method === 'GET' && url.pathname.toLowerCase().endsWith(`/${type}`.toLowerCase());
      if (isList && !url.searchParams.has('$top')) {
        url.searchParams.set('$top', String(top));
        request.url = url.href;
      }
      return next(request);
    },
  };
}

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}
