import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { packageRootAbove } from '../../catalogue/package-root.js';
import { asUnreadable, checkSha256 } from './file-content.js';
import { InventoryError } from './inventory-error.js';

/** Parts of the trace that comes with the product: 3.5 days, the 5.7 days after them, or both. */
export type BuiltInTrace = 'dev' | 'test' | 'all';

/** The manifest of the trace that comes with the product. */
export function builtInTracePath(part: BuiltInTrace = 'all'): string {
  const root = packageRootAbove(dirname(fileURLToPath(import.meta.url)));
  return join(root, 'data', 'azure-vm-trace-v1', `${part}.json`);
}

/** Files lie beside their manifest. */
const fileName = z.string().regex(/^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}$/);

/**
 * What a trace is made of. A manifest names its files with their SHA-256, so that the hash of the manifest stands for
 * the content of all of them. Windows follow each other in time.
 */
const manifestSchema = z.strictObject({
  trace: z.literal('azure-trace-v1'),
  flavours: fileName,
  ranges: fileName,
  windows: z
    .array(z.strictObject({ arrivals: fileName, lifetimes: fileName }))
    .min(1)
    .max(16),
  sha256: z.record(fileName, z.string().regex(/^[0-9a-f]{64}$/)),
});
export type TraceManifest = z.infer<typeof manifestSchema>;

const MOST_BYTES = 256 * 1024 ** 2;

/** Throws `InventoryError` for a file that cannot be read, or is no manifest. */
export async function readManifest(path: string): Promise<TraceManifest> {
  const text = (await bytesOf(path)).toString('utf8');
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    const reason = 'the manifest of a trace is no JSON';
    throw new InventoryError(path, { kind: 'malformed', reason }, { cause: error });
  }
  const parsed = manifestSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const reason = `no manifest of a trace: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`;
  throw new InventoryError(path, { kind: 'malformed', reason });
}

/** The text of a file of a trace, which may be packed with gzip. Throws `InventoryError`, also if it has changed. */
export async function traceFile(
  manifestPath: string,
  manifest: TraceManifest,
  name: string,
): Promise<string> {
  const path = join(dirname(manifestPath), name);
  const expected = manifest.sha256[name];
  if (expected === undefined) {
    throw new InventoryError(manifestPath, { kind: 'malformed', reason: `no SHA-256 of ${name}` });
  }
  const bytes = await bytesOf(path);
  checkSha256(path, expected, createHash('sha256').update(bytes).digest('hex'));
  if (!name.endsWith('.gz')) return bytes.toString('utf8');
  try {
    return gunzipSync(bytes, { maxOutputLength: MOST_BYTES }).toString('utf8');
  } catch (error) {
    throw asUnreadable(path, error);
  }
}

async function bytesOf(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw asUnreadable(path, error);
  }
}
