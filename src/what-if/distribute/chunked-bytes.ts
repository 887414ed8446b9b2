import type { Redis } from 'ioredis';

/**
 * Bytes of one value of Redis: small enough that no command of others waits long behind it, large enough that the
 * round trips do not count.
 */
export const CHUNK_BYTES = 4 * 2 ** 20;

/** Where bytes lie that were cut into chunks. */
export interface ChunkedBytes {
  readonly key: string;
  readonly chunks: number;
}

export function chunkKeys({ key, chunks }: ChunkedBytes): readonly string[] {
  return Array.from({ length: chunks }, (_, chunk) => `${key}:${chunk}`);
}

/** Writes bytes that go away by themselves after `seconds`. */
export async function writeChunks(
  redis: Redis,
  key: string,
  bytes: Uint8Array,
  seconds: number,
): Promise<ChunkedBytes> {
  const written = { key, chunks: Math.ceil(bytes.length / CHUNK_BYTES) };
  for (const [chunk, name] of chunkKeys(written).entries()) {
    const part = bytes.subarray(chunk * CHUNK_BYTES, (chunk + 1) * CHUNK_BYTES);
    await redis.set(name, Buffer.from(part.buffer, part.byteOffset, part.byteLength), 'EX', seconds);
  }
  return written;
}

/** All of the bytes, one chunk at a time; undefined for a chunk that is gone. */
export async function* readChunks(redis: Redis, where: ChunkedBytes): AsyncGenerator<Buffer | undefined> {
  for (const name of chunkKeys(where)) yield (await redis.getBuffer(name)) ?? undefined;
}
