/** A worker process that takes one operation and never finishes it. Argument: the queue's backend and name, as JSON. */
import { createOperationQueue, type QueueBackend } from '../../src/queue/create-operation-queue.js';

const { backend, name } = JSON.parse(process.argv[2] ?? '') as { backend: QueueBackend; name: string };
const queue = createOperationQueue(backend, { name });

await queue.process(
  (operationId) => {
    process.stdout.write(`took ${operationId}\n`);
    return new Promise(() => undefined);
  },
  { concurrency: 1 },
);
process.stdout.write('ready\n');
