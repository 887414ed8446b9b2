import {
  ShardInterrupted,
  type ShardRunner,
  ThreadRunner,
} from '../../src/what-if/distribute/shard-runner.js';
import { ShardWorker } from '../../src/what-if/distribute/shard-worker.js';

/** A worker of what-if shards alone, on the Redis that its environment names: to be killed. */
const DEADLY_REGION = process.env['DEADLY_REGION'];

/** As the product's own, but for a region that kills its process. */
class DeadlyRunner extends ThreadRunner {
  override run(...[task, options]: Parameters<ShardRunner['run']>): Promise<Uint8Array> {
    if (options.signal.aborted) throw new ShardInterrupted();
    if (task.region === DEADLY_REGION) process.kill(process.pid, 'SIGKILL');
    return super.run(task, options);
  }
}

const worker = new ShardWorker({
  redisUrl: process.env['REDIS_URL'] ?? '',
  version: process.env['WORKER_VERSION'] ?? '',
  concurrency: 1,
  onError: (error) => process.stderr.write(`${error.message}\n`),
  onNotice: (sentence) => process.stdout.write(`notice: ${sentence}\n`),
  runner: () => new DeadlyRunner(),
  takeover: { lockMs: 1_000, stalledCheckMs: 500 },
});
await worker.start();
process.once('SIGTERM', () => void worker.close().then(() => process.exit(0)));
process.stdout.write('ready\n');
