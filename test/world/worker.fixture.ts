import { pino } from 'pino';
import { loadCatalogue } from '../../src/catalogue/load-catalogue.js';
import { OperationLocks } from '../../src/operations/operation-locks.js';
import { openDataSource } from '../../src/persistence/data-source.js';
import { createOperationQueue } from '../../src/queue/create-operation-queue.js';
import { startWorker } from '../../src/start-worker.js';

/** A worker process as `torpor worker` starts it, on engines given by its environment: to be killed. */
const databaseUrl = required('DATABASE_URL');
const logger = pino({ level: 'error' }, pino.destination(2));
const database = await openDataSource(databaseUrl);
const queue = createOperationQueue({
  kind: required('QUEUE_KIND') === 'redis' ? 'redis' : 'postgres',
  url: required('QUEUE_URL'),
});
await startWorker(
  { database, queue, locks: new OperationLocks(databaseUrl), catalogue: loadCatalogue(), logger },
  8,
);
process.stdout.write('ready\n');

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}
