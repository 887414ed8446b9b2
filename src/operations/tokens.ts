import type { OperationRecord } from '../persistence/operation.repository.js';

/** A `Catalogue`. */
export const CATALOGUE = Symbol('CATALOGUE');
/** A pino `Logger`. */
export const LOGGER = Symbol('LOGGER');
/** A `SizeLookup`. */
export const SIZE_LOOKUP = Symbol('SIZE_LOOKUP');
export { OPERATION_QUEUE } from '../queue/operation-queue.port.js';
/** An `OperationEnded`. */
export const OPERATION_ENDED = Symbol('OPERATION_ENDED');

/** Told of every operation that has ended; may be told twice. */
export interface OperationEnded {
  operationEnded(operation: OperationRecord): Promise<void>;
}
/** How many operations one worker process drives at once. */
export const WORKER_CONCURRENCY = Symbol('WORKER_CONCURRENCY');
