import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { GroupDeletion } from '../../src/groups/delete-group/group-deletion.js';
import { IdentityApp, OWNER_TOKEN } from '../world/identity-app.js';

/**
 * The requests that the Azure CLI sent when `npm run test:az` drove it against this product, in order, with what
 * each was answered: status, error code, state of the operation asked about.
 */
interface Exchange {
  /** The command that sent it. */
  readonly title: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly status: number;
  readonly code?: string;
  readonly state?: string;
  /** `properties.provisioningState` of the answer. */
  readonly provisioning?: string;
  /** Id of the operation that the answer told to ask about. */
  readonly operation?: string;
}

const RECORDING = fileURLToPath(new URL('../fixtures/az/requests.jsonl', import.meta.url));
const EXCHANGES = readFileSync(RECORDING, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Exchange);

/** What the server calls a disk that nobody named; what is before the last `_` says of which VM it is. */
const MADE_UP_NAME = /([\w-]+_(?:OsDisk_1|disk\d+)_)[0-9a-f]{16}\b/g;
const ID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?=\?|$)/i;
const PATIENCE = { timeout: 30_000, interval: 10 };

let whole: IdentityApp;
/** Ids of operations of the recorded run to those of this one. */
const operations = new Map<string, string>();
/** Names that the server has made up in this run, by what is before the random part. */
const names = new Map<string, string>();
/** What stands for names in braces. */
let values: Readonly<Record<string, string>>;

beforeAll(async () => {
  whole = await IdentityApp.open();
  for (const host of ['host-a', 'host-b', 'host-c']) await whole.cloud.addHost(host);
  const { id: principal } = await whole.principal('reader');
  values = { url: 'https://localhost:8443', principal, password: `Aa1!${randomUUID()}` };
});
afterAll(() => whole.close());

/** Runs of one and the same poll count as its last one: how often a client asks says nothing. */
function withoutRepeats(exchanges: readonly Exchange[]): readonly Exchange[] {
  return exchanges.filter((exchange, at) => {
    const next = exchanges[at + 1];
    return exchange.method !== 'GET' || next?.method !== 'GET' || next.url !== exchange.url;
  });
}

/** The exchanges of one command after the other, in the order in which they were given. */
function commandsOf(exchanges: readonly Exchange[]): readonly (readonly [string, readonly Exchange[]])[] {
  const starts = exchanges.flatMap(({ title }, at) => (title === exchanges[at - 1]?.title ? [] : [at]));
  return starts.map((start, at) => {
    const own = exchanges.slice(start, starts[at + 1]);
    return [own[0]?.title ?? '', withoutRepeats(own)];
  });
}

it.each(commandsOf(EXCHANGES))('ARM-35 %s', async (_title, exchanges) => {
  await whole.settled();
  for (const exchange of exchanges) {
    const wanted = outcomeOfRecording(exchange);
    const asked = async () => {
      const outcome = await send(exchange);
      expect(outcome, `${exchange.method} ${exchange.url}`).toEqual(wanted);
    };
    await (isPoll(exchange) ? vi.waitFor(asked, PATIENCE) : asked());
  }
});

interface Outcome {
  readonly status: number;
  readonly code: string | undefined;
  readonly state: string | undefined;
  readonly provisioning: string | undefined;
}

function outcomeOfRecording({ status, code, state, provisioning }: Exchange): Outcome {
  return { status, code, state, provisioning };
}

/** What may be asked again until it says what was recorded: it changes nothing. */
function isPoll({ method }: Exchange): boolean {
  return method === 'GET' || method === 'HEAD';
}

async function send({ method, url, headers, body, operation }: Exchange): Promise<Outcome> {
  // Groups are deleted by what sweeps up in a worker, of which there is none here.
  await whole.arm.app.get(GroupDeletion, { strict: false }).reconcile();
  const answer = await whole.arm.app.inject({
    method: method as 'GET',
    url: filled(url).replace(ID, (id) => operations.get(id.toLowerCase()) ?? id),
    headers: { ...headers, host: 'localhost:8443', authorization: `Bearer ${OWNER_TOKEN}` },
    ...(body === undefined ? {} : { payload: filled(body) }),
  });
  const link = answer.headers['azure-asyncoperation'] ?? answer.headers['location'];
  const id = ID.exec(String(link))?.[0];
  if (operation !== undefined && id !== undefined) operations.set(operation.toLowerCase(), id);
  for (const [name, prefix = ''] of answer.body.matchAll(MADE_UP_NAME)) names.set(prefix, name);
  return { status: answer.statusCode, ...outcomeOf(answer.body) };
}

/** Only names that are values: templates have braces of their own. */
function filled(text: string): string {
  return text
    .replaceAll(/\{(\w+)\}/g, (braces, name: string) => values[name] ?? braces)
    .replaceAll(MADE_UP_NAME, (name, prefix: string) => names.get(prefix) ?? name);
}

function outcomeOf(text: string): Omit<Outcome, 'status'> {
  const { error, status, properties } = (text.startsWith('{') ? JSON.parse(text) : {}) as {
    readonly error?: { readonly code?: string };
    readonly status?: unknown;
    readonly properties?: { readonly provisioningState?: string };
  };
  return {
    code: error?.code,
    state: typeof status === 'string' ? status : undefined,
    provisioning: properties?.provisioningState,
  };
}
