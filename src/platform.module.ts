import { type DynamicModule, Global, Module } from '@nestjs/common';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import type { Catalogue } from './catalogue/load-catalogue.js';
import { sizeLookupOf } from './catalogue/size-lookup.js';
import { BeginVmOperation } from './operations/begin-vm-operation.js';
import { OperationLocks } from './operations/operation-locks.js';
import { OperationRelay } from './operations/operation-relay.js';
import { CATALOGUE, LOGGER, OPERATION_QUEUE, SIZE_LOOKUP } from './operations/tokens.js';
import type { OperationQueue } from './queue/operation-queue.port.js';

/** What one process holds open: made before the modules, closed after them. */
export interface Runtime {
  readonly database: DataSource;
  readonly queue: OperationQueue;
  readonly locks: OperationLocks;
  readonly catalogue: Catalogue;
  readonly logger: Logger;
}

/** Database, queue, catalogue and log, and the door through which long commands go: known to every module. */
@Global()
@Module({})
export class PlatformModule {
  static forRoot({ database, queue, locks, catalogue, logger }: Runtime): DynamicModule {
    const values = [
      { provide: DataSource, useValue: database },
      { provide: OPERATION_QUEUE, useValue: queue },
      { provide: OperationLocks, useValue: locks },
      { provide: CATALOGUE, useValue: catalogue },
      { provide: SIZE_LOOKUP, useValue: sizeLookupOf(catalogue) },
      { provide: LOGGER, useValue: logger },
    ];
    const services = [OperationRelay, BeginVmOperation];
    return {
      module: PlatformModule,
      providers: [...values, ...services],
      exports: [...values.map(({ provide }) => provide), ...services],
    };
  }
}
