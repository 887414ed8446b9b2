import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { answerClientError } from './client-error.js';

/** What runs before a request that is still being answered is cut off at shutdown. Unit: ms. */
export const DEFAULT_SHUTDOWN_GRACE_MS = 10_000;

export interface ListenerOptions {
  readonly host: string;
  readonly port: number;
  readonly isTls: boolean;
  /** Port of the plain-HTTP listener beside the TLS one; absent for none. */
  readonly httpPort: number | undefined;
  readonly shutdownGraceMs: number;
}

/** Where a server listens: base URLs without a trailing slash. */
export interface ListenerUrls {
  readonly https?: string;
  readonly http?: string;
}

/**
 * The sockets of one server: the one of the HTTP server itself, and beside a TLS one, if asked for, a second
 * without TLS that feeds the same router. Closing the server closes both: requests under way are answered, idle
 * connections end at once, and what is left after the grace period is cut off.
 */
export class Listeners {
  readonly #plain: Server | undefined;

  constructor(
    private readonly server: FastifyInstance,
    private readonly options: ListenerOptions,
  ) {
    if (options.isTls && options.httpPort !== undefined) {
      this.#plain = createServer((request, response) => server.routing(request, response));
      this.#plain.requestTimeout = server.server.requestTimeout;
      this.#plain.on('clientError', answerClientError);
    }
    this.#closeWithServer();
  }

  /** Throws the error of the system when a port is taken; nothing listens then. */
  async listen(): Promise<ListenerUrls> {
    const { host, port, httpPort, isTls } = this.options;
    const plain = this.#plain;
    await this.server.listen({ host, port });
    if (plain === undefined) return { [isTls ? 'https' : 'http']: urlOf(this.server.server, isTls) };
    try {
      await new Promise<void>((resolve, reject) => {
        plain.once('error', reject).listen({ host, port: httpPort }, () => {
          plain.off('error', reject);
          resolve();
        });
      });
    } catch (error) {
      await this.server.close();
      throw error;
    }
    return { https: urlOf(this.server.server, true), http: urlOf(plain, false) };
  }

  #closeWithServer(): void {
    const servers = [this.server.server, ...(this.#plain === undefined ? [] : [this.#plain])];
    let plainClosed: Promise<void> = Promise.resolve();
    let deadline: NodeJS.Timeout | undefined;
    this.server.addHook('preClose', (done) => {
      const plain = this.#plain;
      if (plain?.listening) {
        plainClosed = new Promise((resolve) => {
          plain.close(() => resolve());
        });
        plain.closeIdleConnections();
      }
      deadline = setTimeout(() => {
        for (const server of servers) server.closeAllConnections();
      }, this.options.shutdownGraceMs);
      done();
    });
    this.server.addHook('onClose', async () => {
      await plainClosed;
      clearTimeout(deadline);
    });
  }
}

function urlOf(server: { address(): AddressInfo | string | null }, isTls: boolean): string {
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error('the server does not listen on a port');
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `${isTls ? 'https' : 'http'}://${host}:${address.port}`;
}
