import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { row, type Sql } from '../persistence/sql.js';

const SECRET_KEY = 'instance-metadata-secret';
const SECRET_BYTES = 32;
/** Of the key in an address: as strong as a token. Unit: bytes. */
const KEY_BYTES = 24;

/**
 * What stands for a VM in the address of its metadata. Whoever knows it is taken for somebody inside: the service of
 * Azure asks for no token either, but only its guest can reach it.
 */
export async function metadataKey(sql: Sql, vmId: string): Promise<string> {
  return `${vmId}.${signature(await secret(sql), vmId)}`;
}

/** The VM that a key stands for; `undefined` for one that nobody was given. */
export async function vmOfMetadataKey(sql: Sql, key: string): Promise<string | undefined> {
  const [, vmId, presented] = /^([0-9a-f-]{36})\.([\w-]{32})$/.exec(key) ?? [];
  if (vmId === undefined || presented === undefined) return undefined;
  const wanted = signature(await secret(sql), vmId);
  return timingSafeEqual(Buffer.from(wanted), Buffer.from(presented)) ? vmId : undefined;
}

function signature(key: string, vmId: string): string {
  return createHmac('sha256', key).update(vmId).digest().subarray(0, KEY_BYTES).toString('base64url');
}

/** Made by whoever needs it first; every process reads the same. */
async function secret(sql: Sql): Promise<string> {
  const read = 'select value #>> $2 as secret from emulator_setting where key = $1';
  const found = await row<{ secret: string }>(sql, read, [SECRET_KEY, '{}']);
  if (found !== undefined) return found.secret;
  await sql.query('insert into emulator_setting (key, value) values ($1, $2) on conflict do nothing', [
    SECRET_KEY,
    JSON.stringify(randomBytes(SECRET_BYTES).toString('base64url')),
  ]);
  return (await row<{ secret: string }>(sql, read, [SECRET_KEY, '{}']))?.secret ?? '';
}
