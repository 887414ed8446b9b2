import type { JWK } from 'jose';
import { row, type Sql } from './sql.js';

/** The key with which this installation signs tokens. The private members never leave the process. */
export interface SigningKeyRow {
  readonly kid: string;
  readonly privateJwk: JWK;
}

export async function findSigningKey(sql: Sql): Promise<SigningKeyRow | undefined> {
  return row<SigningKeyRow>(sql, 'select kid, private_jwk as "privateJwk" from signing_key');
}

/** Stores a key unless there is one; answers with the one that is there. All processes get the same. */
export async function keepSigningKey(sql: Sql, { kid, privateJwk }: SigningKeyRow): Promise<SigningKeyRow> {
  await sql.query('insert into signing_key (kid, private_jwk) values ($1, $2) on conflict do nothing', [
    kid,
    JSON.stringify(privateJwk),
  ]);
  const kept = await findSigningKey(sql);
  if (kept === undefined) throw new Error('the signing key vanished');
  return kept;
}
