import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Random } from '#libs/determinism';
import { OpenApiDocument } from '../../src/arm/openapi/openapi-document.js';
import { IdentityApp, OWNER_TOKEN } from '../world/identity-app.js';
import { fuzzedRequest, type FuzzedRequest } from './fuzzed-request.js';
import { fuzzedRoutes, type FuzzedRoute, type OpenApi } from './fuzzed-routes.js';
import { oneOf } from './one-of.js';

/** Printed with every failure; the same seed sends the same requests. */
const SEED = Number(process.env['TORPOR_FUZZ_SEED'] ?? 20_261_122);
const REQUESTS = Number(process.env['TORPOR_FUZZ_REQUESTS'] ?? 50_000);
const AT_A_TIME = 16;
/** Of the refused ones, how many are sent again with everything that is stored compared before and after. */
const COMPARED = 400;
/** After so many the process has seen everything once. */
const WARM_UP = REQUESTS / 2;
const MOST_HEAP_GROWTH_BYTES = 64 * 1024 * 1024;

let whole: IdentityApp;
let routes: readonly FuzzedRoute[];

beforeAll(async () => {
  whole = await IdentityApp.open();
  await whole.cloud.addHost('host-a');
  await whole.cloud.addHost('host-b');
  const document = (await whole.arm.app.get(OpenApiDocument, { strict: false }).get()) as unknown as OpenApi;
  routes = fuzzedRoutes(document);
});
afterAll(() => whole.close());

interface Answered {
  readonly request: FuzzedRequest;
  readonly status: number;
  readonly body: string;
}

async function send(request: FuzzedRequest): Promise<Answered> {
  const { method, url, headers, payload } = request;
  const answer = await whole.arm.app.inject({
    method,
    url,
    headers: { ...headers, authorization: `Bearer ${OWNER_TOKEN}` },
    ...(payload === undefined ? {} : { payload }),
  });
  return { request, status: answer.statusCode, body: answer.body };
}

const shown = ({ request: { method, url, headers, payload }, status, body }: Answered) =>
  [
    `seed ${SEED}: ${method} ${url.slice(0, 300)} ${JSON.stringify(headers)}`,
    String(payload).slice(0, 2_000),
    `${status} ${body.slice(0, 500)}`,
  ].join('\n');

/** What is wrong with an answer, whatever was asked. */
function faultOf({ request, status, body }: Answered): string | undefined {
  if (status >= 500 && !isStaged(body)) return 'a server error';
  if (status < 400 || request.method === 'HEAD') return undefined;
  const { error } = JSON.parse(body) as { error?: unknown };
  const isShaped =
    typeof error === 'string' ||
    (typeof error === 'object' && error !== null && 'code' in error && 'message' in error);
  return isShaped ? undefined : 'an error without its shape';
}

/** Some routes stage server errors on purpose, and some kinds of service are not there. */
function isStaged(body: string): boolean {
  return /fault-injected|"guest|No guest runs/.test(body);
}

it(`${REQUESTS} requests of every kind are answered in shape, without a server error, and leave no memory behind`, async () => {
  const random = new Random(SEED);
  const wrong: string[] = [];
  const refused: FuzzedRequest[] = [];
  const statuses = new Map<number, number>();
  const asked = new Set<FuzzedRoute>();
  let heapAfterWarmUp = 0;
  for (let sent = 0; sent < REQUESTS; sent += AT_A_TIME) {
    const requests = Array.from({ length: AT_A_TIME }, () => fuzzedRequest(oneOf(random, routes), random));
    for (const answered of await Promise.all(requests.map(send))) {
      const { request, status } = answered;
      asked.add(request.route);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      const fault = faultOf(answered);
      if (fault !== undefined) wrong.push(`${fault}: ${shown(answered)}`);
      if (status >= 400 && request.method !== 'GET' && random.below(40) === 0) refused.push(request);
    }
    if (wrong.length > 0) break;
    if (heapAfterWarmUp === 0 && sent >= WARM_UP) heapAfterWarmUp = await heapBytes();
  }
  expect(wrong, wrong.join('\n\n')).toEqual([]);
  console.info(`seed ${SEED}, ${REQUESTS} requests by status: ${JSON.stringify([...statuses].sort())}`);
  expect(asked.size).toBe(routes.length);
  expect(statuses.get(200)).toBeGreaterThan(0);
  const growth = (await heapBytes()) - heapAfterWarmUp;
  expect(growth, `heap grew by ${growth} bytes in the second half`).toBeLessThan(MOST_HEAP_GROWTH_BYTES);
  await expectNothingHalfApplied(refused.slice(-COMPARED));
}, 1_200_000);

/** A request that is refused again must leave everything that is stored as it was (TORPOR-3). */
async function expectNothingHalfApplied(requests: readonly FuzzedRequest[]): Promise<void> {
  let compared = 0;
  await whole.settled();
  let before = await stored();
  for (const request of requests) {
    const answered = await send(request);
    await whole.settled();
    const after = await stored();
    if (answered.status >= 400) {
      compared++;
      expect(after, `half applied: ${shown(answered)}`).toEqual(before);
    }
    before = after;
  }
  expect(compared).toBeGreaterThan(requests.length / 2);
}

/** What refusals may write: who was refused, and what of the limits is used up. */
const BOOKKEEPING = ['migrations', 'activity_log_event', 'throttling_bucket'];

/** A digest of every table. */
async function stored(): Promise<ReadonlyMap<string, string>> {
  const tables: { name: string }[] = await whole.database.query(
    `select table_name as name from information_schema.tables
      where table_schema = 'public' and not (table_name = any($1)) order by 1`,
    [BOOKKEEPING],
  );
  const digests = tables.map(async ({ name }) => {
    const [row] = (await whole.database.query(
      `select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as digest from "${name}" t`,
    )) as { digest: string }[];
    return [name, row?.digest ?? ''] as const;
  });
  return new Map(await Promise.all(digests));
}

async function heapBytes(): Promise<number> {
  await whole.settled();
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  return process.memoryUsage().heapUsed;
}
