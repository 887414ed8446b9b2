import { createHash, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { OwnTokens } from './own-tokens.js';
import type { Caller, TokenVerifier } from './token-verifier.js';

/** The access tokens of this installation, `readonly string[]`. */
export const ACCESS_TOKENS = Symbol('AccessTokens');

/** The holder of the access token, who owns the installation. */
export const OWNER: Caller = {
  principalId: '00000000-0000-0000-0000-000000000001',
  name: 'access-token',
  kind: 'access-token',
};

/** Lets in who presents one of the configured tokens, and what this process sends to itself. */
@Injectable()
export class AccessTokenVerifier implements TokenVerifier {
  readonly #hashes: readonly Buffer[];

  /** Throws on an empty token, which would let everybody in who sends none. */
  constructor(
    @Inject(ACCESS_TOKENS) tokens: readonly string[],
    @Inject(OwnTokens) private readonly own: OwnTokens = new OwnTokens(),
  ) {
    if (tokens.some((token) => token.trim() === '')) throw new TypeError('an access token is empty');
    this.#hashes = tokens.map(hash);
  }

  verify(token: string): Promise<Caller | undefined> {
    const presented = hash(token);
    // Every token is compared, in constant time: how long it takes says nothing about the tokens.
    const matching = this.#hashes.filter((known) => timingSafeEqual(known, presented));
    return Promise.resolve(matching.length > 0 ? OWNER : this.own.callerOf(token));
  }
}

function hash(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest();
}
