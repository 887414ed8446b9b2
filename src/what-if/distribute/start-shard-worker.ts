import type { Logger } from 'pino';
import { productVersion } from '../../cli/version.js';
import { ShardWorker } from './shard-worker.js';

/** Starts taking shards of what-if runs from Redis; answers how to stop. */
export async function startShardWorker(options: {
  readonly redisUrl: string;
  /** Shards at a time. */
  readonly concurrency: number;
  readonly logger: Logger;
}): Promise<() => Promise<void>> {
  const { redisUrl, concurrency, logger } = options;
  const worker = new ShardWorker({
    redisUrl,
    version: productVersion(),
    concurrency,
    onError: (error) => logger.warn({ err: error }, 'what-if shards'),
    onNotice: (sentence) => logger.warn(sentence),
  });
  await worker.start();
  return () => worker.close();
}
