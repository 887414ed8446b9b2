import { type DynamicModule, Module, type ModuleMetadata } from '@nestjs/common';
import { OperationDriver } from './operations/operation-driver.js';
import { OperationProcessor } from './operations/operation-processor.js';
import { OperationSweeper } from './operations/operation-sweeper.js';
import { RECONCILERS, type Reconciler } from './operations/reconcilers.js';
import { WORKER_CONCURRENCY } from './operations/tokens.js';
import { GroupDeletion } from './groups/delete-group/group-deletion.js';
import { GroupsModule } from './groups/groups.module.js';
import { HostRecovery } from './hosts/host-recovery.js';
import { HostsModule } from './hosts/hosts.module.js';
import { JobReconciler } from './jobs/job-reconciler.js';
import { JobsModule } from './jobs/jobs.module.js';
import { WhatIfRunsModule } from './what-if/runs/what-if-runs.module.js';

export const DEFAULT_WORKER_CONCURRENCY = 32;

/** The process that drives operations: queue, sweeper, and everything that follows from the database's state. */
@Module({})
export class WorkerModule {
  static forRoot(concurrency: number): DynamicModule {
    const imports: ModuleMetadata['imports'] = [JobsModule, GroupsModule, HostsModule, WhatIfRunsModule];
    return {
      module: WorkerModule,
      imports,
      providers: [
        OperationDriver,
        OperationProcessor,
        OperationSweeper,
        { provide: WORKER_CONCURRENCY, useValue: concurrency },
        {
          provide: RECONCILERS,
          useFactory: (...all: Reconciler[]) => all,
          inject: [JobReconciler, GroupDeletion, HostRecovery],
        },
      ],
    };
  }
}
