import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { InventoryError } from './inventory-error.js';
import { INVENTORY_LIMITS } from './inventory-schema.js';

/** SHA-256 of a file, in hex. Throws `InventoryError` for what is no readable file, or too large. */
export async function fileSha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    const { size } = await stat(path);
    if (size > INVENTORY_LIMITS.fileBytes) {
      throw new InventoryError(path, { kind: 'too-large', what: 'bytes', most: INVENTORY_LIMITS.fileBytes });
    }
    for await (const chunk of createReadStream(path, { highWaterMark: 1024 ** 2 }))
      hash.update(chunk as Buffer);
  } catch (error) {
    throw asUnreadable(path, error);
  }
  return hash.digest('hex');
}

export function asUnreadable(path: string, error: unknown): InventoryError {
  if (error instanceof InventoryError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new InventoryError(path, { kind: 'unreadable', reason }, { cause: error });
}

/** Throws `InventoryError` unless the content is the one that the hash stands for. */
export function checkSha256(path: string, expected: string, found: string): void {
  if (expected !== found) throw new InventoryError(path, { kind: 'changed', expected, found });
}
