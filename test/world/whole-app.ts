import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import type { DataSource } from 'typeorm';
import { ApiModule } from '../../src/api.module.js';
import { createArmApp } from '../../src/arm/create-app.js';
import { loadCatalogue } from '../../src/catalogue/load-catalogue.js';
import { seedBuiltInProfiles } from '../../src/guest-profiles/seed-built-ins.js';
import { OperationDriver } from '../../src/operations/operation-driver.js';
import { OperationRelay } from '../../src/operations/operation-relay.js';
import { OPERATION_ENDED } from '../../src/operations/tokens.js';
import { InProcessQueue } from './in-process-queue.js';
import { StoredCloud, SUBSCRIPTION } from './stored-cloud.js';

const TOKEN = 'token-of-the-test';

/** Every route of the product on a real database, with a worker in the same process. */
export class WholeApp {
  readonly authorization = `Bearer ${TOKEN}`;

  private constructor(
    readonly cloud: StoredCloud,
    readonly queue: InProcessQueue,
    readonly app: NestFastifyApplication,
    private readonly closeApp: () => Promise<void>,
  ) {}

  static async open(): Promise<WholeApp> {
    const queue = new InProcessQueue();
    const cloud = await StoredCloud.open(() => queue);
    const { database, locks } = cloud;
    await seedBuiltInProfiles(database);
    const logger = pino({ level: 'fatal' });
    const runtime = { database, queue, locks, catalogue: loadCatalogue(), logger };

    @Module({
      imports: [
        ApiModule.forRoot(runtime, {
          accessTokens: [TOKEN],
          subscriptions: [{ id: SUBSCRIPTION, displayName: 'Test' }],
        }),
      ],
      providers: [
        OperationDriver,
        { provide: OPERATION_ENDED, useValue: { operationEnded: async () => {} } },
      ],
    })
    class WholeTestModule {}

    const { app, close } = await createArmApp(WholeTestModule, { logger });
    const driver = app.get(OperationDriver);
    await queue.process((id) => driver.drive(id), { concurrency: 8 });
    return new WholeApp(cloud, queue, app, close);
  }

  get database(): DataSource {
    return this.cloud.database;
  }

  /** Waits until no operation is queued or driven. */
  async settled(): Promise<void> {
    const relay = this.app.get(OperationRelay);
    do {
      await relay.settled();
      await this.queue.idle();
      await relay.settled();
    } while ((await this.queue.depth()).active > 0);
  }

  async close(): Promise<void> {
    await this.settled();
    await this.closeApp();
    await this.cloud.close();
  }
}
