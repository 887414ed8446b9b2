import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, isIP } from 'node:net';
import { CliError, InterruptedError } from '../../cli-error.js';
import type { HttpAnswer, HttpRequest } from '../../connection/http-exchange.js';
import { EXIT } from '../../exit-codes.js';

/** What the listener forwards to. */
export interface MetadataService {
  /** Path of the service of one VM on the server: below it is what clients ask for at the root. */
  readonly path: string;
  /** Throws `CliError` when the server does not answer. */
  readonly send: (request: HttpRequest) => Promise<HttpAnswer>;
}

export interface ListenerSettings {
  readonly address: string;
  /** 0 for a free one. */
  readonly port: number;
  /** Told when the server is away, and with nothing when it is there again. */
  readonly onAway: (problem: CliError | undefined) => void;
}

export interface MetadataListener {
  /** What clients take for the service's root. */
  readonly url: string;
  close(): Promise<void>;
}

/** Far more than approvals of events take. Unit: bytes. */
export const MOST_BODY_BYTES = 64 * 1024;
/** How long a client may take to say what it wants. Unit: ms. */
const REQUEST_TIMEOUT_MS = 10_000;
const MOST_HEADER_BYTES = 16 * 1024;

/** Headers that are passed on. Whatever else a client has, such as an authorization, is meant for others. */
const FORWARDED_REQUEST_HEADERS = [
  'metadata',
  'accept',
  'content-type',
  'user-agent',
  'x-ms-client-request-id',
];
const FORWARDED_ANSWER_HEADERS = ['content-type', 'retry-after', 'www-authenticate', 'x-ms-request-id'];

/**
 * Serves the metadata service of one VM at the root, without TLS, as guests find it: `/metadata/...`. Throws
 * `CliError` when the address or the port cannot be had.
 */
export async function listenForMetadata(
  service: MetadataService,
  settings: ListenerSettings,
): Promise<MetadataListener> {
  const forward = forwarder(service, settings.onAway);
  const server = createServer(
    { maxHeaderSize: MOST_HEADER_BYTES, requestTimeout: REQUEST_TIMEOUT_MS },
    (request, response) => {
      void forward(request)
        .catch(() => noAnswer(500, 'The request could not be forwarded'))
        .then((answer) => send(request, response, answer));
    },
  );
  await listen(server, settings);
  const { address, port } = server.address() as AddressInfo;
  return {
    url: `http://${isIP(address) === 6 ? `[${address}]` : address}:${port}`,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Answers one request: with what the server says, or with why it was not asked. */
function forwarder(
  { path, send: sendOn }: MetadataService,
  onAway: ListenerSettings['onAway'],
): (request: IncomingMessage) => Promise<HttpAnswer> {
  let isAway = false;
  return async (request) => {
    const refusal = refusalOf(request);
    if (refusal !== undefined) return refusal;
    const body = await readBody(request);
    if (body === undefined) return noAnswer(413, 'The body is too large');
    try {
      const answer = await sendOn({
        method: request.method === 'POST' ? 'POST' : 'GET',
        target: path + (request.url ?? ''),
        headers: picked(request.headers, FORWARDED_REQUEST_HEADERS),
        ...(body === '' ? {} : { body }),
      });
      if (isAway) onAway(undefined);
      isAway = false;
      return answer;
    } catch (error) {
      if (error instanceof CliError && !isAway) {
        isAway = true;
        onAway(error);
      } else if (!(error instanceof CliError || error instanceof InterruptedError)) throw error;
      return noAnswer(502, 'The Torpor server does not answer');
    }
  };
}

/** What the real service would not be reached by is not passed on: other paths, proxies, names from a web page. */
function refusalOf(request: IncomingMessage): HttpAnswer | undefined {
  const { method, url = '', headers } = request;
  if (!isAddressed(headers.host)) return noAnswer(400, 'Bad request. The service is asked by its address');
  if (headers['x-forwarded-for'] !== undefined) {
    return noAnswer(400, 'Bad request. A forwarded request is not answered');
  }
  if (!isBelowMetadata(url)) return noAnswer(404, 'Not found');
  if (method !== 'GET' && method !== 'POST') return noAnswer(405, 'Method not allowed');
  return undefined;
}

/** Web pages reach this machine by a name of their own that leads here; guests know an address. */
function isAddressed(host: string | undefined): boolean {
  const url = `http://${host ?? ''}`;
  if (host === undefined || !URL.canParse(url)) return false;
  const { hostname } = new URL(url);
  return hostname === 'localhost' || isIP(hostname.replace(/^\[|\]$/g, '')) !== 0;
}

/** No dots, however they are written: nothing beside the VM's own service is reached. */
function isBelowMetadata(url: string): boolean {
  const [path = ''] = url.split(/[?#]/, 1);
  if (!/^\/metadata(?:\/|$)/i.test(path)) return false;
  return path.split(/[/\\]|%2f|%5c/i).every((segment) => !/^(?:\.|%2e){1,2}$/i.test(segment));
}

/** Undefined for a body beyond the limit, of which no more is read. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    if (size > MOST_BODY_BYTES) return undefined;
  }
  return Buffer.concat(chunks).toString('utf8');
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, text }: HttpAnswer,
): void {
  // What is left of a body that nobody reads cannot be told from a next request.
  const rest = request.complete ? {} : { connection: 'close' };
  response.writeHead(status, {
    ...picked(headers, FORWARDED_ANSWER_HEADERS),
    ...rest,
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

/** An answer of the listener itself, in the shape of the service. */
function noAnswer(status: number, error: string): HttpAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    text: JSON.stringify({ error }),
  };
}

function picked(headers: HttpAnswer['headers'], names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = headers[name];
      return value === undefined ? [] : [[name, String(value)] as const];
    }),
  );
}

function listen(server: Server, { address, port }: ListenerSettings): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(cannotListen(error, address, port)));
    server.listen(port, address, resolve);
  });
}

function cannotListen(error: NodeJS.ErrnoException, address: string, port: number): CliError {
  const isMissing = error.code === 'EADDRNOTAVAIL';
  return new CliError(
    {
      code: isMissing ? 'address-unusable' : 'port-unusable',
      message: isMissing
        ? `This machine does not have the address ${address}.`
        : `The port ${port} of ${address} cannot be listened at: ${error.code ?? error.message}.`,
      remedy: isMissing
        ? `Give it to the loopback interface (ip address add ${address}/32 dev lo), or leave --address out.`
        : 'Choose another with --listen (0 for a free one), or stop what has it.',
      exit: EXIT.failed,
    },
    { cause: error },
  );
}
