import { availableParallelism } from 'node:os';
import { torporHome } from '../../../home/torpor-home.js';
import type { Executor } from '../../../what-if/run/executor.js';
import { LocalExecutor } from '../../../what-if/run/local-executor.js';
import { printable } from '../../render/printable.js';
import type { Session } from '../../session.js';
import { productVersion } from '../../version.js';
import type { RunOptions } from './whatif-options.js';

/** Who does the work that options ask for. */
export async function executorOf(
  session: Session,
  { threads = availableParallelism(), distribute }: RunOptions,
): Promise<Executor> {
  if (distribute !== true) return new LocalExecutor({ threads });
  // What speaks to Redis is loaded where it is needed.
  const { DistributedExecutor } = await import('../../../what-if/distribute/distributed-executor.js');
  const { openRedis } = await import('../../../what-if/distribute/open-redis.js');
  const { env } = session.process;
  return new DistributedExecutor({
    redis: () => openRedis(torporHome(env), env),
    version: productVersion(),
    onNotice: (sentence) => session.remark(printable(sentence)),
  });
}
