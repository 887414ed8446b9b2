import { Inject, Injectable } from '@nestjs/common';
import {
  calculateJwkThumbprint,
  type CryptoKey,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
} from 'jose';
import { DataSource } from 'typeorm';
import {
  findSigningKey,
  keepSigningKey,
  type SigningKeyRow,
} from '../../persistence/signing-key.repository.js';

export const SIGNING_ALGORITHM = 'RS256';

/** Unit: bits. */
const MODULUS_LENGTH = 2048;

/** The key of this installation, ready for use. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  /** For the key document of the authority. */
  readonly publicJwk: JWK;
}

/**
 * The one key that signs all tokens. It is made when the first token is asked for and lives in the database, so
 * that all processes sign and check with the same.
 */
@Injectable()
export class SigningKeys {
  #key: Promise<SigningKey> | undefined;

  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** The key, made if need be. */
  signing(): Promise<SigningKey> {
    return this.#remember(async () => {
      const stored = (await findSigningKey(this.database)) ?? (await this.make());
      return readyKey(stored);
    });
  }

  /** The key of this id. Nothing is made: where there is no key, no token was signed. */
  async verifying(kid: string): Promise<SigningKey | undefined> {
    if (this.#key === undefined) {
      const stored = await findSigningKey(this.database);
      if (stored === undefined) return undefined;
      this.#key ??= this.#remember(() => readyKey(stored));
    }
    const key = await this.#key;
    return key.kid === kid ? key : undefined;
  }

  #remember(make: () => Promise<SigningKey>): Promise<SigningKey> {
    if (this.#key === undefined) {
      const key = make();
      this.#key = key;
      // A database out of reach now may be back later.
      key.catch(() => {
        this.#key = undefined;
      });
    }
    return this.#key;
  }

  private async make(): Promise<SigningKeyRow> {
    const { privateKey } = await generateKeyPair(SIGNING_ALGORITHM, {
      modulusLength: MODULUS_LENGTH,
      extractable: true,
    });
    const privateJwk = await exportJWK(privateKey);
    return keepSigningKey(this.database, { kid: await calculateJwkThumbprint(privateJwk), privateJwk });
  }
}

async function readyKey({ kid, privateJwk }: SigningKeyRow): Promise<SigningKey> {
  const { kty, n, e } = privateJwk;
  if (kty !== 'RSA' || n === undefined || e === undefined) throw new Error('the signing key is no RSA key');
  const publicMembers = { kty, n, e };
  const [privateKey, publicKey] = await Promise.all([
    importJWK(privateJwk, SIGNING_ALGORITHM),
    importJWK(publicMembers, SIGNING_ALGORITHM),
  ]);
  return {
    kid,
    privateKey: privateKey as CryptoKey,
    publicKey: publicKey as CryptoKey,
    publicJwk: { ...publicMembers, kid, use: 'sig', alg: SIGNING_ALGORITHM },
  };
}
