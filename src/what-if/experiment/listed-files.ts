import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { resolve } from 'node:path';
import { builtInTracePath, type BuiltInTrace } from '../inventory/azure-trace-files.js';

/** Files that an experiment names, by the path as it is written there. Each is `undefined` where it cannot be read. */
export interface ListedFiles {
  /** SHA-256 of the content, in hex. */
  sha256(path: string): string | undefined;
  text(path: string): string | undefined;
}

/** For experiments that come without a folder. */
export const NO_FILES: ListedFiles = { sha256: () => undefined, text: () => undefined };

/** Traces that come with the product, as experiments call them. */
const BUILT_IN_TRACES: Readonly<Record<string, BuiltInTrace>> = {
  'azure-vm-trace-v1': 'all',
  'azure-vm-trace-v1/dev': 'dev',
  'azure-vm-trace-v1/test': 'test',
};

export function isBuiltInTrace(path: string): boolean {
  return Object.hasOwn(BUILT_IN_TRACES, path);
}

const CHUNK_BYTES = 2 ** 20;
const MAX_TEXT_BYTES = 2 ** 24;

/** Where a file lies that an experiment in this folder names; of a built-in trace its manifest. */
export function listedPath(folder: string, path: string): string {
  const trace = isBuiltInTrace(path) ? BUILT_IN_TRACES[path] : undefined;
  return trace === undefined ? resolve(folder, path) : builtInTracePath(trace);
}

/** Paths count from this folder: the one that the experiment lies in. Each file is hashed once. */
export function listedFilesIn(folder: string): ListedFiles {
  const hashes = new Map<string, string | undefined>();
  return {
    sha256: (path) => {
      if (!hashes.has(path)) hashes.set(path, fileHash(listedPath(folder, path)));
      return hashes.get(path);
    },
    text: (path) => {
      const bytes = orUndefined(() => readFileSync(resolve(folder, path)));
      return bytes === undefined || bytes.length > MAX_TEXT_BYTES ? undefined : bytes.toString('utf8');
    },
  };
}

function fileHash(file: string): string | undefined {
  return orUndefined(() => {
    const hash = createHash('sha256');
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    const open = openSync(file, 'r');
    try {
      for (let read = readSync(open, chunk); read > 0; read = readSync(open, chunk)) {
        hash.update(chunk.subarray(0, read));
      }
      return hash.digest('hex');
    } finally {
      closeSync(open);
    }
  });
}

/** What cannot be read is told as missing; why it cannot matters to nobody who wrote a path. */
function orUndefined<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
