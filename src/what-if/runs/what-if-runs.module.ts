import { availableParallelism } from 'node:os';
import { Module } from '@nestjs/common';
import { ThreadExecutor } from '../run/thread-executor.js';
import { REAL_RUN_PACE, WHAT_IF_EXECUTOR, WHAT_IF_PACE } from './run-pace.js';
import { WhatIfRunDriver } from './what-if-run-driver.js';

/** Operations keep a processor to themselves where there are several. */
const threads = Math.max(1, availableParallelism() - 1);

/** What works on submitted runs, in worker processes. */
@Module({
  providers: [
    WhatIfRunDriver,
    { provide: WHAT_IF_EXECUTOR, useFactory: () => new ThreadExecutor({ threads }) },
    { provide: WHAT_IF_PACE, useValue: REAL_RUN_PACE },
  ],
})
export class WhatIfRunsModule {}
