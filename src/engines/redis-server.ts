import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createFileOnce, readIfPresent, replaceFile } from '../home/durable-file.js';
import { identityOf, isAlive, type ProcessIdentity, programOf } from '../home/process-identity.js';
import type { PrivateServerKind } from './private-server.js';
import { redisFacts } from './redis-connection.js';
import type { RedisBinary } from './redis-binary.js';

/** A Redis as a private server, and the URL by which it is reached. */
export interface PrivateRedis {
  readonly kind: PrivateServerKind;
  urlOn(port: number): string;
}

/**
 * Listens on the loopback address only, with a generated password that stands in a file and not on the command
 * line, where every user could read it. Keeps its append-only file, and nothing is ever evicted from a queue.
 */
export function privateRedis(options: {
  readonly directory: string;
  readonly runDirectory: string;
  readonly binary: RedisBinary;
}): PrivateRedis {
  const { directory, runDirectory, binary } = options;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const files = {
    data: join(directory, 'data'),
    configFile: join(directory, 'redis.conf'),
    pidFile: join(directory, 'redis.pid'),
  };
  const password = createFileOnce(
    join(directory, 'password'),
    `${randomBytes(24).toString('base64url')}\n`,
  ).trim();
  const urlOn = (port: number): string => `redis://:${password}@127.0.0.1:${port}`;
  const kind: PrivateServerKind = {
    name: 'redis',
    title: 'Redis',
    runDirectory,
    logFile: join(directory, 'server.log'),
    stopSignal: 'SIGTERM',
    prepare: async (port) => {
      mkdirSync(files.data, { recursive: true, mode: 0o700 });
      replaceFile(files.configFile, configuration({ port, password, files }));
      return {
        file: binary.file,
        arguments: [files.configFile],
        workingDirectory: directory,
        environment: { LC_ALL: 'C', PATH: '/usr/bin:/bin' },
        account: { kind: 'this-user' },
        logFile: join(directory, 'server.log'),
      };
    },
    findStray: () => serverHolding(files),
    isReady: (port) =>
      redisFacts(urlOn(port)).then(
        () => true,
        () => false,
      ),
  };
  return { kind, urlOn };
}

interface RedisFiles {
  readonly data: string;
  readonly configFile: string;
  readonly pidFile: string;
}

function configuration(facts: { port: number; password: string; files: RedisFiles }): string {
  return [
    'bind 127.0.0.1',
    `port ${facts.port}`,
    `requirepass ${facts.password}`,
    `dir ${JSON.stringify(facts.files.data)}`,
    `pidfile ${JSON.stringify(facts.files.pidFile)}`,
    'daemonize no',
    'appendonly yes',
    'appendfsync everysec',
    'save ""',
    'maxmemory-policy noeviction',
    '',
  ].join('\n');
}

/** The server that holds the data according to the file it wrote at its start; a second one would destroy it. */
function serverHolding(files: RedisFiles): { server: ProcessIdentity; port: number } | undefined {
  const pid = Number(readIfPresent(files.pidFile)?.trim());
  const port = Number(/^port (\d+)$/m.exec(readIfPresent(files.configFile) ?? '')?.[1]);
  if (!Number.isInteger(pid) || pid <= 0 || !Number.isInteger(port)) return undefined;
  const server = identityOf(pid);
  return isAlive(server) && /redis|valkey/.test(programOf(pid)) ? { server, port } : undefined;
}
