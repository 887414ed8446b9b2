import { parentPort } from 'node:worker_threads';
import type { ShardTask } from '../run/executor.js';
import { RunError } from '../run/run-error.js';
import { runShardTask } from '../run/run-shard-task.js';
import { encodeExactly } from './exact-encoding.js';
import type { ShardThreadReport } from './shard-thread-report.js';

// A thread of `ThreadRunner`: importing this module makes it listen. It gets tasks, one at a time.

/** Workers pass progress on twice a second. Unit: ms. */
const REPORT_EVERY_MS = 200;

function report(message: ShardThreadReport): void {
  const { buffer } = message.kind === 'finished' ? message.bytes : new Uint8Array();
  parentPort?.postMessage(message, buffer.byteLength > 0 && buffer instanceof ArrayBuffer ? [buffer] : []);
}

async function work(task: ShardTask): Promise<void> {
  let reportedAt = performance.now();
  try {
    const { outcome } = await runShardTask(task, (progress) => {
      const now = performance.now();
      if (now - reportedAt < REPORT_EVERY_MS) return;
      reportedAt = now;
      report({ kind: 'progress', progress });
    });
    // Small buffers of Node are parts of a pool that other values use: the bytes to hand over have one of their own.
    report({ kind: 'finished', bytes: Uint8Array.from(encodeExactly(outcome)) });
  } catch (error) {
    report(failureOf(error));
  }
}

/** Errors lose their members on the way between threads. */
function failureOf(error: unknown): ShardThreadReport {
  if (error instanceof RunError) {
    const { kind, message, told } = error;
    return { kind: 'refused', error: { kind, message, told } };
  }
  return { kind: 'broken', message: error instanceof Error ? error.message : String(error) };
}

parentPort?.on('message', (task: ShardTask) => void work(task));
