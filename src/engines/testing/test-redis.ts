import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SILENT_LOG } from '../engine-log.js';
import { openPrivateServer } from '../private-server.js';
import { findRedis } from '../redis-binary.js';
import { privateRedis } from '../redis-server.js';
import { testRun } from './test-run.js';

/** A throw-away Redis of one test file. */
export interface TestRedis {
  readonly url: string;
  close(): Promise<void>;
}

/** Whether tests on Redis can run here. */
export async function hasRedis(): Promise<boolean> {
  return (await findRedis(process.env)) !== undefined;
}

/** Starts a Redis of its own. Rejects when the machine has none: ask `hasRedis` first. */
export async function startTestRedis(): Promise<TestRedis> {
  const binary = await findRedis(process.env);
  if (binary === undefined) throw new Error('No redis-server or valkey-server was found on the PATH.');
  const run = testRun();
  const directory = mkdtempSync(join(run.directory, 'redis-'));
  const redis = privateRedis({ directory, runDirectory: directory, binary });
  const server = await openPrivateServer(redis.kind, SILENT_LOG);
  return {
    url: redis.urlOn(server.port),
    close: async () => {
      await server.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
