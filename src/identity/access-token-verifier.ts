import { createHash, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable, Optional } from '@nestjs/common';
import { DIRECTORY, type Directory } from './directory.port.js';
import { OwnTokens } from './own-tokens.js';
import { type Caller, INVALID_TOKEN, type TokenVerdict, type TokenVerifier } from './token-verifier.js';

/** The access tokens of this installation, `readonly string[]`. */
export const ACCESS_TOKENS = Symbol('AccessTokens');

/** The holder of the access token, who owns the installation. */
export const OWNER: Caller = {
  principalId: '00000000-0000-0000-0000-000000000001',
  name: 'access-token',
  kind: 'access-token',
};

const OWNER_VERDICT: TokenVerdict = { kind: 'valid', caller: OWNER };

/** Three parts in base64url: the form of a signed token. */
const SIGNED_TOKEN = /^[\w-]+\.[\w-]+\.[\w-]*$/;

/**
 * Lets in who presents one of the configured tokens, what this process sends to itself, and who has a signed token
 * of the directory. The first two need no database.
 */
@Injectable()
export class AccessTokenVerifier implements TokenVerifier {
  readonly #hashes: readonly Buffer[];

  /** Throws on an empty token, which would let everybody in who sends none. */
  constructor(
    @Inject(ACCESS_TOKENS) tokens: readonly string[],
    @Inject(OwnTokens) private readonly own: OwnTokens = new OwnTokens(),
    @Optional() @Inject(DIRECTORY) private readonly directory?: Directory,
  ) {
    if (tokens.some((token) => token.trim() === '')) throw new TypeError('an access token is empty');
    this.#hashes = tokens.map(hash);
  }

  async verify(token: string): Promise<TokenVerdict> {
    const presented = hash(token);
    // Every token is compared, in constant time: how long it takes says nothing about the tokens.
    const matching = this.#hashes.filter((known) => timingSafeEqual(known, presented));
    if (matching.length > 0) return OWNER_VERDICT;
    const own = this.own.callerOf(token);
    if (own !== undefined) return this.ofOwnRequest(own);
    if (this.directory === undefined || !SIGNED_TOKEN.test(token)) return INVALID_TOKEN;
    return this.directory.verify(token);
  }

  /** A request in the name of a principal ends with the principal, even when it was begun before. */
  private async ofOwnRequest(caller: Caller): Promise<TokenVerdict> {
    if (caller.kind === 'access-token' || this.directory === undefined) return { kind: 'valid', caller };
    const found = await this.directory.find(caller.principalId);
    return found === undefined ? INVALID_TOKEN : { kind: 'valid', caller: found };
  }
}

function hash(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest();
}
