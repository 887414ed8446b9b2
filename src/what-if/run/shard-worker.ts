import { parentPort } from 'node:worker_threads';
import type { ShardTask } from './executor.js';
import { runShardTask } from './run-shard-task.js';
import type { WorkerReport } from './worker-report.js';
import { RunError } from './run-error.js';
import { transferableBuffers } from './transferable-buffers.js';

// A thread of `ThreadExecutor`: importing this module makes it listen. It gets tasks, one at a time.

/** People do not read faster. Unit: ms. */
const REPORT_EVERY_MS = 100;

function report(message: WorkerReport): void {
  const buffers = message.kind === 'finished' ? transferableBuffers(message.shard) : [];
  parentPort?.postMessage(message, buffers);
}

async function work(task: ShardTask): Promise<void> {
  let reportedAt = performance.now();
  try {
    const shard = await runShardTask(task, (progress) => {
      const now = performance.now();
      if (now - reportedAt < REPORT_EVERY_MS) return;
      reportedAt = now;
      report({ kind: 'progress', progress });
    });
    report({ kind: 'finished', shard });
  } catch (error) {
    report(failureOf(error));
  }
}

/** Errors lose their members on the way between threads. */
function failureOf(error: unknown): WorkerReport {
  if (error instanceof RunError) {
    const { kind, message, told } = error;
    return { kind: 'refused', error: { kind, message, told } };
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { kind: 'broken', message: error instanceof Error ? error.message : stack, stack };
}

parentPort?.on('message', (task: ShardTask) => void work(task));
