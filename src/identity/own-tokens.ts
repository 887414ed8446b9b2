import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Caller } from './token-verifier.js';

/**
 * Tokens of requests that this process sends to itself in the name of a caller, such as those of a template
 * deployment. They live in memory, for as long as the request takes.
 */
@Injectable()
export class OwnTokens {
  readonly #callers = new Map<string, Caller>();

  /** Runs work that may present a token of the caller; afterwards the token is worth nothing. */
  async whileValid<Result>(caller: Caller, work: (token: string) => Promise<Result>): Promise<Result> {
    const token = randomBytes(32).toString('base64url');
    this.#callers.set(token, caller);
    try {
      return await work(token);
    } finally {
      this.#callers.delete(token);
    }
  }

  callerOf(token: string): Caller | undefined {
    return this.#callers.get(token);
  }
}
