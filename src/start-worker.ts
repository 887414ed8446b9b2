import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { NestLogger } from './arm/nest-logger.js';
import { OperationProcessor } from './operations/operation-processor.js';
import { OperationSweeper } from './operations/operation-sweeper.js';
import { PlatformModule, type Runtime } from './platform.module.js';
import { DEFAULT_WORKER_CONCURRENCY, WorkerModule } from './worker.module.js';

@Module({})
class WorkerProcess {}

/** Starts taking operations from the queue; answers how to stop. */
export async function startWorker(
  runtime: Runtime,
  concurrency = DEFAULT_WORKER_CONCURRENCY,
): Promise<() => Promise<void>> {
  const context = await NestFactory.createApplicationContext(
    { module: WorkerProcess, imports: [PlatformModule.forRoot(runtime), WorkerModule.forRoot(concurrency)] },
    { logger: new NestLogger(runtime.logger), abortOnError: false },
  );
  const sweeper = context.get(OperationSweeper);
  await context.get(OperationProcessor).start();
  sweeper.start();
  return async () => {
    await sweeper.stop();
    await context.close();
  };
}
