import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthority, issueServerCertificate } from '../../tls/certificate-authority.js';

/** What the stub answers to one request. */
export interface StubAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Instead of `body`: not JSON, for instance. */
  readonly text?: string;
  /** Instead of an answer: the connection breaks. */
  readonly drop?: true;
}

/** Answers by `METHOD path`, `S` standing for the subscription; of a list, one each time, the last for good. */
export type StubRoutes = Readonly<Record<string, StubAnswer | readonly StubAnswer[]>>;

export interface StubServer {
  readonly url: string;
  /** A home as `torpor serve` leaves it: server.json, CA, token. */
  readonly home: string;
  readonly token: string;
  /** `METHOD path?query`, without api-version; then the body, where there is one. */
  readonly requests: readonly string[];
  /** Headers of the last request. */
  readonly lastHeaders: IncomingHttpHeaders;
  /** Values of the Authorization header that came. */
  readonly authorizations: ReadonlySet<string>;
  /** Values of the header that says how a new VM is emulated. */
  readonly emulations: readonly string[];
  serve(routes: StubRoutes): void;
  close(): Promise<void>;
}

const SUBSCRIPTION_PATH = '/subscriptions/11111111-1111-1111-1111-111111111111';
const TOKEN = 'stub-token';

/** A server over TLS that answers as the API does, from a table; unknown paths are 404 errors. */
export async function startStubServer(): Promise<StubServer> {
  const home = mkdtempSync(join(tmpdir(), 'torpor-cli-'));
  const now = new Date();
  const authority = await createAuthority(now);
  const { certificate, key } = await issueServerCertificate(authority, ['127.0.0.1'], now);
  const requests: string[] = [];
  const authorizations = new Set<string>();
  const emulations: string[] = [];
  let lastHeaders: IncomingHttpHeaders = {};
  let routes = new Map<string, StubAnswer[]>();
  const server = createServer({ cert: certificate, key }, (request, response) => {
    void readBody(request).then((body) => {
      const { method = '', url = '' } = request;
      const { pathname, searchParams } = new URL(url, 'https://stub');
      searchParams.delete('api-version');
      const path = pathname.replace(SUBSCRIPTION_PATH, 'S');
      const query = searchParams.size === 0 ? '' : `?${decodeURIComponent(searchParams.toString())}`;
      requests.push(`${method} ${path}${query}${body === '' ? '' : ` ${body}`}`);
      lastHeaders = request.headers;
      authorizations.add(request.headers.authorization ?? '');
      const emulation = request.headers['x-torpor-emulation'];
      if (emulation !== undefined) emulations.push(String(emulation));
      const answers = routes.get(`${method} ${path}${query}`) ??
        routes.get(`${method} ${path}`) ?? [NOT_FOUND];
      const answer = (answers.length > 1 ? answers.shift() : answers[0]) ?? NOT_FOUND;
      send(response, answer);
    });
  });
  const url = await listen(server);
  const caPath = join(home, 'ca.pem');
  writeFileSync(caPath, authority.certificate);
  writeFileSync(join(home, 'server.json'), JSON.stringify({ url, caPath }));
  writeFileSync(join(home, 'token'), `${TOKEN}\n`);
  return {
    url,
    home,
    token: TOKEN,
    requests,
    get lastHeaders() {
      return lastHeaders;
    },
    authorizations,
    emulations,
    serve: (next) => {
      requests.length = 0;
      routes = new Map(
        Object.entries(next).map(([route, answer]) => [
          route,
          Array.isArray(answer) ? [...(answer as readonly StubAnswer[])] : [answer as StubAnswer],
        ]),
      );
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** An error document with the refusal behind it. */
export function refusalAnswer(
  status: number,
  refusal: {
    readonly code: string;
    readonly rule: string;
    readonly remedy: string;
    readonly message: string;
  },
): StubAnswer {
  const { message, ...info } = refusal;
  return {
    status,
    body: {
      error: { code: 'OperationNotAllowed', message, additionalInfo: [{ type: 'Torpor.Refusal', info }] },
    },
  };
}

/** The answer that accepts an operation. */
export function accepted(operationId: string, status = 202): StubAnswer {
  const path = `${SUBSCRIPTION_PATH}/providers/Microsoft.Compute/locations/eastus/operations/${operationId}`;
  return {
    status,
    headers: {
      'azure-asyncoperation': `https://elsewhere.example${path}?api-version=2024-11-01`,
      'retry-after': '1',
    },
  };
}

const NOT_FOUND = refusalAnswer(404, {
  code: 'resource-not-found',
  rule: 'ARM-15',
  remedy: 'Check type, name and group of the resource.',
  message: 'There is no such resource.',
});

function send(response: ServerResponse, answer: StubAnswer): void {
  const { status = 200, headers = {}, body, text, drop } = answer;
  if (drop === true) {
    response.destroy();
    return;
  }
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(text ?? (body === undefined ? '' : JSON.stringify(body)));
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
