import { Agent as HttpAgent, type IncomingHttpHeaders, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { CliError, InterruptedError } from '../cli-error.js';
import { EXIT } from '../exit-codes.js';
import { type Connection, noServer } from './connection.js';

export interface HttpRequest {
  readonly method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  /** Path and query, encoded. */
  readonly target: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Answers larger than this are not from the API. Unit: bytes. */
const ANSWER_LIMIT_BYTES = 256 * 2 ** 20;

export interface ExchangeLimits {
  readonly timeoutMs: number;
  /** Ends requests under way. */
  readonly interruption: AbortSignal;
}

/** Without a token: requests are nobody's. */
export type ExchangeConnection = Omit<Connection, 'token'> & Partial<Pick<Connection, 'token'>>;

/** One server, spoken to over kept-alive connections of Node's own HTTP client. */
export class HttpExchange {
  readonly #agent: HttpAgent | HttpsAgent;
  readonly #send: typeof httpRequest;

  constructor(
    private readonly connection: ExchangeConnection,
    private readonly limits: ExchangeLimits,
  ) {
    const { ca, origin } = connection;
    const isPlain = origin.protocol === 'http:';
    this.#send = isPlain ? httpRequest : httpsRequest;
    this.#agent = isPlain
      ? new HttpAgent({ keepAlive: true })
      : new HttpsAgent({ keepAlive: true, ...(ca === undefined ? {} : { ca: [...ca] }) });
  }

  /** Throws `CliError` when there is no answer, `InterruptedError` when the user does not wait for it. */
  async send(request: HttpRequest): Promise<HttpAnswer> {
    try {
      return await this.#exchange(request);
    } catch (error) {
      if (this.limits.interruption.aborted) throw new InterruptedError();
      throw this.#explain(error);
    }
  }

  /** Lets the process end: kept-alive connections would hold it. */
  close(): void {
    this.#agent.destroy();
  }

  #exchange({ method, target, body, headers }: HttpRequest): Promise<HttpAnswer> {
    const { origin, token } = this.connection;
    const { timeoutMs, interruption } = this.limits;
    return new Promise((resolve, reject) => {
      const sent = this.#send({
        agent: this.#agent,
        protocol: origin.protocol,
        hostname: origin.hostname.replace(/^\[|\]$/g, ''),
        port: origin.port,
        method,
        path: target,
        signal: interruption,
        headers: {
          accept: 'application/json',
          'user-agent': 'torpor-cli',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          'content-length': body === undefined ? 0 : Buffer.byteLength(body),
        },
      });
      sent.setTimeout(timeoutMs, () => sent.destroy(new SilenceError(timeoutMs)));
      sent.on('error', reject);
      sent.on('response', (answer) => {
        const chunks: Buffer[] = [];
        let size = 0;
        answer.on('data', (chunk: Buffer) => {
          chunks.push(chunk);
          size += chunk.length;
          if (size > ANSWER_LIMIT_BYTES) sent.destroy(new Error('the answer is too large'));
        });
        answer.on('error', reject);
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            text: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      });
      sent.end(body);
    });
  }

  #explain(error: unknown): CliError {
    const { origin, isAnnounced } = this.connection;
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|ERR_SSL|EPROTO/.test(code)) {
      return new CliError(
        {
          code: 'server-not-trusted',
          message: `The server at ${origin.origin} could not prove who it is: ${message}.`,
          remedy:
            'Set TORPOR_CA to the CA certificate of the server, and name the server as its certificate does.',
          exit: EXIT.unreachable,
        },
        { cause: error },
      );
    }
    if (code === 'ECONNREFUSED' && isAnnounced) return noServer(`nothing listens at ${origin.origin}`);
    return new CliError(
      {
        code: 'server-unreachable',
        message: `The server at ${origin.origin} does not answer: ${message || code}.`,
        remedy: 'Check the address, and that the server is running (start one with `torpor serve`).',
        exit: EXIT.unreachable,
      },
      { cause: error },
    );
  }
}

/** A server took longer than the limit to say anything. */
class SilenceError extends Error {
  constructor(timeoutMs: number) {
    super(`it was silent for ${timeoutMs / 1_000} s`);
  }
}
