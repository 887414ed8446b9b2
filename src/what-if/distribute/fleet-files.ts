import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ListedFleet } from '#libs/what-if';
import { readManifest } from '../inventory/azure-trace-files.js';
import { InventoryError } from '../inventory/inventory-error.js';
import { RunError } from '../run/run-error.js';
import { CHUNK_BYTES } from './chunked-bytes.js';
import type { RunStore } from './run-store.js';

/** A file of VMs that goes through Redis. Larger ones belong on a disk that all machines share. */
export const MAX_FILE_BYTES = 2 ** 30;

/**
 * Sends the file of a fleet, and the files that it names if it is the manifest of a trace, to where workers find them by
 * their hashes. Throws `RunError` fleet-unreadable.
 */
export async function sendFleetFiles(store: RunStore, { path, sha256, format }: ListedFleet): Promise<void> {
  try {
    await sendFile(store, path, sha256);
    for (const [name, hash] of Object.entries(await companionsOf(path, format))) {
      await sendFile(store, join(dirname(path), name), hash);
    }
  } catch (error) {
    if (error instanceof InventoryError) throw unreadable(error.message, error);
    throw error;
  }
}

async function sendFile(store: RunStore, path: string, sha256: string): Promise<void> {
  const hash = createHash('sha256');
  let parts = 0;
  try {
    const { size } = await stat(path);
    if (size > MAX_FILE_BYTES) throw tooLarge(path, size);
    for await (const part of createReadStream(path, { highWaterMark: CHUNK_BYTES })) {
      hash.update(part as Buffer);
      await store.putFilePart(sha256, parts++, part as Buffer);
    }
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) {
      throw unreadable(`${path} cannot be read: ${error.message}.`, error);
    }
    throw error;
  }
  if (hash.digest('hex') !== sha256) {
    throw new RunError('fleet-unreadable', `${path} has changed since the experiment was read.`, {
      remedy: 'Run it again.',
    });
  }
  await store.endFile(sha256, parts);
}

/** Names of the files that lie beside the file of a fleet and belong to it, with their hashes. */
async function companionsOf(
  path: string,
  format: ListedFleet['format'],
): Promise<Readonly<Record<string, string>>> {
  return format === 'azure-trace-v1' ? (await readManifest(path)).sha256 : {};
}

function unreadable(message: string, cause: unknown): RunError {
  return new RunError('fleet-unreadable', message, {}, { cause });
}

function tooLarge(path: string, size: number): RunError {
  return new RunError(
    'fleet-unreadable',
    `${path} has ${size} bytes; files of up to ${MAX_FILE_BYTES} are sent to workers.`,
    { remedy: 'Write it as Parquet, take fewer VMs, or run it without --distribute.' },
  );
}

/** Files of fleets on the disk of a worker: loaded from Redis once each, gone with the worker. */
export class FleetFileCache {
  readonly #loading = new Map<string, Promise<string | undefined>>();
  #folder: Promise<string> | undefined;

  /** Where the file of a fleet lies; undefined when the run is over. Rejects for a file that arrives damaged. */
  path(store: RunStore, fleet: ListedFleet): Promise<string | undefined> {
    const known = this.#loading.get(fleet.sha256);
    if (known !== undefined) return known;
    const loading = this.#load(store, fleet);
    this.#loading.set(fleet.sha256, loading);
    const forget = () => this.#loading.delete(fleet.sha256);
    void loading.then((path) => path ?? forget(), forget);
    return loading;
  }

  async close(): Promise<void> {
    if (this.#folder === undefined) return;
    await rm(await this.#folder, { recursive: true, force: true });
  }

  async #load(store: RunStore, { sha256, format }: ListedFleet): Promise<string | undefined> {
    this.#folder ??= mkdtemp(join(tmpdir(), 'torpor-what-if-'));
    const folder = join(await this.#folder, sha256);
    await mkdir(folder, { recursive: true });
    const path = join(folder, 'fleet');
    if (!(await receive(store, sha256, path))) return undefined;
    for (const [name, hash] of Object.entries(await companionsOf(path, format))) {
      if (!(await receive(store, hash, join(folder, name)))) return undefined;
    }
    return path;
  }
}

/** Writes a file of the run to the disk; false when it is not whole in Redis any more. */
async function receive(store: RunStore, sha256: string, path: string): Promise<boolean> {
  const hash = createHash('sha256');
  const file = await open(path, 'w', 0o600);
  let parts = 0;
  try {
    for await (const part of store.file(sha256)) {
      if (part === undefined) return false;
      hash.update(part);
      await file.write(part);
      parts++;
    }
  } finally {
    await file.close();
  }
  if (parts === 0) return false;
  if (hash.digest('hex') !== sha256) throw new Error(`the file ${sha256} arrived damaged`);
  return true;
}
