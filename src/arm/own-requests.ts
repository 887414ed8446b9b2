import { Inject, Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { OwnTokens } from '../identity/own-tokens.js';
import type { Caller } from '../identity/token-verifier.js';

export interface OwnRequest {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'PATCH' | 'POST' | 'DELETE';
  /** Path and query, with `api-version`. */
  readonly url: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface OwnAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The parsed body; `undefined` for none. */
  readonly body: unknown;
}

/**
 * Requests that this process sends to its own routes in the name of a caller: they are checked, authorised and
 * recorded like any other, and need no connection.
 */
@Injectable()
export class OwnRequests {
  constructor(
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
    @Inject(OwnTokens) private readonly tokens: OwnTokens,
  ) {}

  send(caller: Caller, { method, url, body, headers = {} }: OwnRequest): Promise<OwnAnswer> {
    const server = this.host.httpAdapter.getInstance<FastifyInstance>();
    return this.tokens.whileValid(caller, async (token) => {
      const answer = await server.inject({
        method,
        url,
        headers: { ...headers, authorization: `Bearer ${token}` },
        ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
      });
      return {
        status: answer.statusCode,
        headers: answer.headers as Readonly<Record<string, string | undefined>>,
        body: answer.body === '' ? undefined : (JSON.parse(answer.body) as unknown),
      };
    });
  }
}
