import { isDeepStrictEqual } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Random } from '#libs/determinism';
import { ARMABLE_FAULTS } from '#libs/platform-faults';
import { ActivityRecorder } from '../../src/activity-log/activity-recorder.js';
import { OpenApiDocument } from '../../src/arm/openapi/openapi-document.js';
import { DeploymentDriver } from '../../src/deployments/driver/deployment-driver.js';
import { JobReconciler } from '../../src/jobs/job-reconciler.js';
import { GroupDeletion } from '../../src/groups/delete-group/group-deletion.js';
import { HOST, IdentityApp, OWNER_TOKEN } from '../world/identity-app.js';
import { FORM, fuzzedRequest, type FuzzedRequest } from './fuzzed-request.js';
import { fuzzedRoutes, type FuzzedRoute, type OpenApi } from './fuzzed-routes.js';
import { KnownTargets } from './known-targets.js';
import { oneOf } from './one-of.js';
import { RESIDENT_ID, SOUND_REQUESTS, type SoundRequest } from './sound-requests.js';

/** Printed with every failure; the same seed sends the same requests, but for ids that the server makes up. */
const SEED = Number(process.env['TORPOR_FUZZ_SEED'] ?? 20_261_122);
const REQUESTS = Number(process.env['TORPOR_FUZZ_REQUESTS'] ?? 50_000);
const AT_A_TIME = 16;
/** After so many requests faults are disarmed and limits off again: what they keep away is not tested. */
const CALMED_EVERY = 8 * AT_A_TIME;
/** After so many requests what was deleted is made again. */
const REBUILT_EVERY = 128 * AT_A_TIME;
/** Of the refused ones, how many are sent again with everything that is stored compared before and after. */
const COMPARED = 600;
/** After so many findings there is no use in going on. */
const MOST_WRONG = 20;
/** After so many the process has seen everything once. */
const WARM_UP = REQUESTS / 2;
const MOST_HEAP_GROWTH_BYTES = 16 * 1024 * 1024;
/** Of all routes, how many must have answered with a success. Actions that are always refused never do. */
const LEAST_SUCCEEDED = 0.8;

let whole: IdentityApp;
let routes: readonly FuzzedRoute[];
let known: KnownTargets;

beforeAll(async () => {
  whole = await IdentityApp.open();
  for (const host of ['host-a', 'host-b', 'host-c']) await whole.cloud.addHost(host);
  const { id } = await whole.principal('resident');
  await whole.database.query('update principal set id = $2 where id = $1', [id, RESIDENT_ID]);
  const document = (await whole.arm.app.get(OpenApiDocument, { strict: false }).get()) as unknown as OpenApi;
  routes = fuzzedRoutes(document);
  known = new KnownTargets(routes, SOUND_REQUESTS);
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
    headers: {
      host: HOST,
      ...(isForm(headers) ? {} : { authorization: `Bearer ${OWNER_TOKEN}` }),
      ...headers,
    },
    ...(payload === undefined ? {} : { payload }),
  });
  if (answer.statusCode < 300) known.learn(JSON.stringify(answer.headers) + answer.body);
  return { request, status: answer.statusCode, body: answer.body };
}

/** Who asks for a token has none. */
const isForm = (headers: FuzzedRequest['headers']) => headers['content-type'] === FORM;

async function sendSound({ method, path, body }: SoundRequest): Promise<Answered> {
  const isText = typeof body === 'string';
  const request = {
    route: { method, path, query: [], body: undefined },
    method,
    url: `${path}${path.includes('?') ? '&' : '?'}api-version=2024-11-01`,
    headers: { 'content-type': isText ? FORM : 'application/json' },
    payload: isText || body === undefined ? body : JSON.stringify(body),
  };
  const answered = await send(request);
  await settled();
  return answered;
}

const tell = (line: string) => process.stdout.write(`${line}\n`);

const shown = ({ request: { method, url, headers, payload }, status, body }: Answered) =>
  [
    `seed ${SEED}: ${method} ${url.slice(0, 300)} ${JSON.stringify(headers)}`,
    String(payload).slice(0, 2_000),
    `${status} ${body.slice(0, 500)}`,
  ].join('\n');

/** What is wrong with an answer, whatever was asked. */
function faultOf(answered: Answered): string | undefined {
  const { request, status, body } = answered;
  if (status >= 500 && !isStaged(answered)) return 'a server error';
  if (status < 400 || request.method === 'HEAD') return undefined;
  const { error } = JSON.parse(body) as { error?: unknown };
  const isShaped =
    typeof error === 'string' ||
    (typeof error === 'object' && error !== null && 'code' in error && 'message' in error);
  return isShaped ? undefined : 'an error without its shape';
}

/** Codes of refusals by which armed faults show; the code of what nobody has foreseen is not among them. */
const STAGED: ReadonlySet<string | undefined> = new Set(
  Object.values(ARMABLE_FAULTS).flatMap(({ code }) => code ?? []),
);

/** Faults stage server errors on purpose, and the metadata service of a guest that does not run is not there. */
function isStaged({ request: { method, route }, status, body }: Answered): boolean {
  if (method === 'HEAD') return false;
  const { error } = JSON.parse(body) as {
    error?: string | { additionalInfo?: { info: { code: string } }[] };
  };
  if (typeof error === 'string') {
    return route.path.startsWith('/imds/') && status === 503 && error.startsWith('No guest runs in VM ');
  }
  return STAGED.has(error?.additionalInfo?.[0]?.info.code);
}

it(`${REQUESTS} requests of every kind are answered in shape, without a server error, and leave no memory behind`, async () => {
  const random = new Random(SEED);
  const wrong: string[] = [];
  const refused = new Map<string, FuzzedRequest>();
  const statuses = new Map<number, number>();
  const asked = new Set<FuzzedRoute>();
  const succeeded = new Set<FuzzedRoute>();
  let heapAfterWarmUp = 0;
  for (const sound of SOUND_REQUESTS) {
    const answered = await sendSound(sound);
    if (answered.status >= 300) wrong.push(`refused: ${shown(answered)}`);
  }
  for (let sent = 0; sent < REQUESTS && wrong.length < MOST_WRONG; sent += AT_A_TIME) {
    const requests = Array.from({ length: AT_A_TIME }, () =>
      fuzzedRequest(oneOf(random, routes), { random, known }),
    );
    for (const answered of await Promise.all(requests.map(send))) {
      const { request, status } = answered;
      const { route } = request;
      asked.add(route);
      if (status < 300) succeeded.add(route);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      const fault = faultOf(await withoutStaging(answered));
      if (fault !== undefined) wrong.push(`${fault}: ${shown(answered)}`);
      if (status >= 400 && route.method !== 'GET')
        refused.set(`${route.method} ${route.path} ${status}`, request);
    }
    await calm(sent % CALMED_EVERY === 0);
    if (sent % REBUILT_EVERY === 0) await rebuild();
    if (heapAfterWarmUp === 0 && sent >= WARM_UP) heapAfterWarmUp = await heapBytes();
  }
  const growth = (await heapBytes()) - heapAfterWarmUp;
  tell(`seed ${SEED}, ${REQUESTS} requests by status: ${JSON.stringify([...statuses].sort())}`);
  tell(`${succeeded.size} of ${routes.length} routes succeeded; the heap grew by ${growth} bytes`);
  if (process.env['TORPOR_FUZZ_NEVER'] !== undefined) {
    const never = routes.filter((route) => !succeeded.has(route));
    tell(`without success: ${never.map(({ method, path }) => `${method} ${path}`).join('\n')}`);
  }
  expect(wrong.join('\n\n')).toBe('');
  expect(asked.size).toBe(routes.length);
  expect(succeeded.size).toBeGreaterThan(routes.length * LEAST_SUCCEEDED);
  expect(growth).toBeLessThan(MOST_HEAP_GROWTH_BYTES);
  await expectNothingHalfApplied(sample([...refused.values()], random));
}, 1_200_000);

/** A HEAD has no body that could say whether its error was staged: it is asked again with nothing staged. */
async function withoutStaging(answered: Answered): Promise<Answered> {
  if (answered.request.method !== 'HEAD' || answered.status < 500) return answered;
  await calm(true);
  return send(answered.request);
}

/** Makes time pass again; with `wholly`, also ends all faults and limits. */
async function calm(wholly: boolean): Promise<void> {
  await whole.database.query(
    wholly
      ? `update armed_fault set status = 'disarmed' where status <> 'disarmed';
         update host set state = 'available' where state <> 'available';
         delete from emulator_setting where key in ('clock', 'throttling')`
      : `delete from emulator_setting where key = 'clock'`,
  );
}

/** Makes whatever is missing of what requests are about. */
async function rebuild(): Promise<void> {
  await calm(true);
  await settled();
  await whole.arm.app.get(GroupDeletion, { strict: false }).reconcile();
  await settled();
  for (const sound of SOUND_REQUESTS) await sendSound(sound);
  await calm(true);
  // A clock that was set lets jobs come due, which nobody waits for.
  await whole.arm.app.get(JobReconciler, { strict: false }).reconcile();
  await settled();
}

/** Waits until nothing is under way: no operation, and no deployment. */
async function settled(): Promise<void> {
  await whole.settled();
  await whole.arm.app.get(DeploymentDriver, { strict: false }).settled();
  await whole.settled();
}

function sample(requests: FuzzedRequest[], random: Random): readonly FuzzedRequest[] {
  while (requests.length > COMPARED) requests.splice(random.below(requests.length), 1);
  return requests;
}

/** A request that is refused again must leave everything that is stored as it was (TORPOR-3). */
async function expectNothingHalfApplied(requests: readonly FuzzedRequest[]): Promise<void> {
  let compared = 0;
  const halfApplied: string[] = [];
  await rebuild();
  let before = await stored();
  for (const request of requests) {
    const answered = await send(request);
    await settled();
    const after = await stored();
    if (answered.status >= 400) {
      compared++;
      if (!isDeepStrictEqual(after, before))
        halfApplied.push(shown(answered), JSON.stringify([before, after]));
    }
    before = after;
  }
  expect(halfApplied.join('\n\n')).toBe('');
  expect(compared).toBeGreaterThan(requests.length / 2);
}

/** What refusals may write: who was refused, and what of the limits is used up. */
const BOOKKEEPING = ['migrations', 'activity_log', 'throttle_bucket'];

/** A digest of every table, whatever the order of its rows. */
async function stored(): Promise<object> {
  const tables: { name: string }[] = await whole.database.query(
    `select table_name as name from information_schema.tables
      where table_schema = 'public' and not (table_name = any($1)) order by 1`,
    [BOOKKEEPING],
  );
  const digests = tables.map(
    ({ name }) =>
      `(select sum(hashtextextended(t::text, 0)) || ' in ' || count(*) from "${name}" t) as "${name}"`,
  );
  const [row] = (await whole.database.query(`select ${digests.join(', ')}`)) as object[];
  return row ?? {};
}

async function heapBytes(): Promise<number> {
  await settled();
  await whole.arm.app.get(ActivityRecorder, { strict: false }).flush();
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  return process.memoryUsage().heapUsed;
}
