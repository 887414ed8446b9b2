import { rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { type Logger, pino } from 'pino';
import { createArmApp } from './arm/create-app.js';
import { ApiModule } from './api.module.js';
import { registerFirstHosts } from './hosts/first-hosts.js';
import { accessToken } from './home/access-token.js';
import { type Environment, torporHome, type TorporHome } from './home/torpor-home.js';
import { identitySettings } from './identity/settings-of-environment.js';
import { openRuntime, type OpenRuntime } from './open-runtime.js';
import { readThrottling, writeThrottling } from './persistence/throttling.repository.js';
import { startWorker } from './start-worker.js';
import { developmentTls } from './tls/development-tls.js';
import { openRedis } from './what-if/distribute/open-redis.js';
import { startShardWorker } from './what-if/distribute/start-shard-worker.js';

export interface ServeOptions {
  /** `all`: one process does everything; `api` and `worker` share engines with as many others as one likes. */
  readonly role: 'all' | 'api' | 'worker';
  readonly env?: Environment;
  /** Loopback unless told otherwise. */
  readonly host?: string;
  /** 0 for a free port. */
  readonly port?: number;
  /** A second listener without TLS. */
  readonly httpPort?: number;
  readonly concurrency?: number;
  /** For a worker: take shards of what-if runs from Redis and nothing else, without a database. */
  readonly only?: 'what-if';
  /** Hosts to register in a cloud that has none. */
  readonly hosts?: number;
  readonly logLevel?: string;
  /** Switches the throttling of requests on, with the limits that are set. */
  readonly throttling?: true;
}

export interface RunningServer {
  /** Absent for a worker. */
  readonly url?: string;
  readonly httpUrl?: string;
  readonly queueKind: 'redis' | 'postgres';
  readonly home: TorporHome;
  /** Stops taking work, finishes what is under way, closes the engines that this process started. */
  close(): Promise<void>;
}

/** The port that a server takes unless told otherwise. */
export const DEFAULT_PORT = 8443;

/** A worker of operations leaves the processors to them, but for one. */
const SHARDS_BESIDE_OPERATIONS = 1;

/** The subscription that exists from the start. */
export const DEFAULT_SUBSCRIPTION = { id: '11111111-1111-1111-1111-111111111111', displayName: 'Torpor' };

/** Starts one process of the product. Throws `EngineError` and `HomeError` with what to do about it. */
export async function serve(options: ServeOptions): Promise<RunningServer> {
  const env = options.env ?? process.env;
  const home = torporHome(env);
  const logger = pino({ level: options.logLevel ?? env['TORPOR_LOG'] ?? 'warn' }, pino.destination(2));
  if (options.only === 'what-if') return serveShards({ options, env, home, logger });
  const runtime = await openRuntime({ home, env, logger });
  const closers: (() => Promise<void>)[] = [() => runtime.close()];
  const close = async () => {
    for (let closer = closers.pop(); closer !== undefined; closer = closers.pop()) await closer();
  };
  try {
    await registerFirstHosts(runtime.database, options.hosts ?? 0);
    if (options.role !== 'api') {
      closers.push(await startWorker(runtime, options.concurrency));
      const { redisUrl } = runtime;
      if (redisUrl !== undefined) {
        closers.push(await startShardWorker({ redisUrl, concurrency: SHARDS_BESIDE_OPERATIONS, logger }));
      }
    }
    const urls =
      options.role === 'worker' ? {} : await listen(runtime, { options, env, home, logger }, closers);
    return { ...urls, queueKind: runtime.queueKind, home, close };
  } catch (error) {
    await close();
    throw error;
  }
}

interface ProcessContext {
  readonly options: ServeOptions;
  readonly env: Environment;
  readonly home: TorporHome;
  readonly logger: Logger;
}

/** A worker that needs Redis alone; it uses the machine as a whole unless told otherwise. */
async function serveShards({ options, env, home, logger }: ProcessContext): Promise<RunningServer> {
  const redis = await openRedis(home, env);
  try {
    const concurrency = options.concurrency ?? availableParallelism();
    const stop = await startShardWorker({ redisUrl: redis.url, concurrency, logger });
    const close = async () => {
      await stop();
      await redis.close();
    };
    return { queueKind: 'redis', home, close };
  } catch (error) {
    await redis.close();
    throw error;
  }
}

async function listen(
  runtime: OpenRuntime,
  { options, env, home, logger }: ProcessContext,
  closers: (() => Promise<void>)[],
): Promise<{ url: string; httpUrl?: string }> {
  const settings = identitySettings(env, options.host);
  const tls = await developmentTls(home, settings.hostNames);
  const { host, port = DEFAULT_PORT, httpPort } = options;
  const arm = await createArmApp(
    ApiModule.forRoot(runtime, {
      accessTokens: [accessToken(home, env)],
      subscriptions: [DEFAULT_SUBSCRIPTION],
      settings,
    }),
    {
      tls: { key: tls.key, cert: tls.certificate },
      port,
      logger,
      ...(host === undefined ? {} : { host }),
      ...(httpPort === undefined ? {} : { httpPort }),
    },
  );
  closers.push(() => arm.close());
  if (options.throttling === true) {
    await runtime.database.transaction(async (sql) => {
      await writeThrottling(sql, { ...(await readThrottling(sql)), enabled: true });
    });
  }
  const { https: url, http: httpUrl } = await arm.listen();
  if (url === undefined) throw new Error('the server has no address');
  closers.push(await announce(home, { url, caPath: tls.authorityFile }));
  return { url, ...(httpUrl === undefined ? {} : { httpUrl }) };
}

/** Tells clients with the same home where the server is, for as long as it runs. */
async function announce(
  home: TorporHome,
  server: { url: string; caPath: string },
): Promise<() => Promise<void>> {
  const file = join(home.directory, 'server.json');
  await writeFile(file, `${JSON.stringify({ ...server, pid: process.pid })}\n`, { mode: 0o600 });
  return () => rm(file, { force: true });
}
