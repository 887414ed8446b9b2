import { Module, type ModuleMetadata } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import type { DataSource } from 'typeorm';
import { createArmApp } from '../../src/arm/create-app.js';
import { loadCatalogue } from '../../src/catalogue/load-catalogue.js';
import { ComputeOperationsModule } from '../../src/compute-operations/compute-operations.module.js';
import { DisksModule } from '../../src/disks/disks.module.js';
import { ExtensionsModule } from '../../src/extensions/extensions.module.js';
import { GroupDeletion } from '../../src/groups/delete-group/group-deletion.js';
import { GroupsModule } from '../../src/groups/groups.module.js';
import { IdentityModule } from '../../src/identity/identity.module.js';
import { ImagesModule } from '../../src/images/images.module.js';
import { KeptResourcesModule } from '../../src/kept-resources/kept-resources.module.js';
import { NetworkInterfacesModule } from '../../src/network-interfaces/network-interfaces.module.js';
import { NetworkSecurityGroupsModule } from '../../src/network-security-groups/network-security-groups.module.js';
import { NetworksModule } from '../../src/networks/networks.module.js';
import { OperationDriver } from '../../src/operations/operation-driver.js';
import { OperationRelay } from '../../src/operations/operation-relay.js';
import { OPERATION_ENDED } from '../../src/operations/tokens.js';
import { PublicAddressesModule } from '../../src/public-addresses/public-addresses.module.js';
import { ResourcesModule } from '../../src/resources/resources.module.js';
import { SkusModule } from '../../src/skus/skus.module.js';
import { SnapshotsModule } from '../../src/snapshots/snapshots.module.js';
import { TagsModule } from '../../src/tags/tags.module.js';
import { PlatformModule } from '../../src/platform.module.js';
import { VmsModule } from '../../src/vms/vms.module.js';
import { mustKeepContract } from '../contract/contract-violations.js';
import { InProcessQueue } from './in-process-queue.js';
import { StoredCloud, SUBSCRIPTION } from './stored-cloud.js';

const TOKEN = 'token-of-the-test';

export interface ArmAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  // The tests look into documents of every kind.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any;
}

export interface SendOptions {
  readonly headers?: Readonly<Record<string, string>>;
}

/** Azure's own resource types over HTTP, on a real database, with a worker in the same process. */
export class ArmTestApp {
  private constructor(
    readonly cloud: StoredCloud,
    readonly queue: InProcessQueue,
    readonly app: NestFastifyApplication,
    private readonly closeApp: () => Promise<void>,
  ) {}

  /** `modules` are served besides, of what the emulator adds to Azure. */
  static async open({
    modules = [],
  }: { readonly modules?: ModuleMetadata['imports'] } = {}): Promise<ArmTestApp> {
    const queue = new InProcessQueue();
    const cloud = await StoredCloud.open(() => queue);
    const { database, locks } = cloud;
    const logger = pino({ level: 'fatal' });
    const catalogue = loadCatalogue();

    @Module({
      imports: [
        PlatformModule.forRoot({ database, queue, locks, catalogue, logger }),
        IdentityModule.forRoot({
          accessTokens: [TOKEN],
          subscriptions: [{ id: SUBSCRIPTION, displayName: 'Test' }],
        }),
        GroupsModule,
        NetworksModule,
        NetworkInterfacesModule,
        KeptResourcesModule,
        NetworkSecurityGroupsModule,
        PublicAddressesModule,
        ImagesModule,
        SkusModule,
        SnapshotsModule,
        ResourcesModule,
        TagsModule,
        DisksModule,
        VmsModule,
        ExtensionsModule,
        ComputeOperationsModule,
        ...modules,
      ],
      providers: [
        OperationDriver,
        { provide: OPERATION_ENDED, useValue: { operationEnded: async () => {} } },
      ],
    })
    class ArmTestModule {}

    const { app, close } = await createArmApp(ArmTestModule, { logger });
    const driver = app.get(OperationDriver);
    await queue.process((id) => driver.drive(id), { concurrency: 8 });
    return new ArmTestApp(cloud, queue, app, close);
  }

  get database(): DataSource {
    return this.cloud.database;
  }

  async send(
    method: string,
    path: string,
    body?: unknown,
    { headers = {} }: SendOptions = {},
  ): Promise<ArmAnswer> {
    const url = path.replace(/^https?:\/\/[^/]+/, '');
    const versioned = url.includes('api-version=')
      ? url
      : `${url}${url.includes('?') ? '&' : '?'}api-version=2024-11-01`;
    const response = await this.app.inject({
      method: method as 'GET',
      url: versioned,
      headers: { authorization: `Bearer ${TOKEN}`, ...headers },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    });
    const answer: ArmAnswer = {
      status: response.statusCode,
      headers: response.headers as Record<string, string | undefined>,
      body: response.body === '' ? undefined : JSON.parse(response.body),
    };
    mustKeepContract({ method, url: versioned, ...answer });
    return answer;
  }

  /** Sends a request that must succeed; answers the body. */
  async ok(method: string, path: string, body?: unknown): Promise<ArmAnswer['body']> {
    const { status, body: answer } = await this.send(method, path, body);
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(answer)}`);
    return answer;
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

  /** What the sweeper does for deletions of groups. */
  async reconcile(): Promise<void> {
    await this.app.get(GroupDeletion).reconcile();
    await this.settled();
  }

  /** Everything stored, as text: two equal snapshots mean that nothing has changed. */
  async snapshot(): Promise<string> {
    const tables: { name: string }[] = await this.database.query(
      `select table_name as name from information_schema.tables
        where table_schema = 'public' and table_name <> 'migrations' order by 1`,
    );
    const contents: unknown[] = [];
    for (const { name } of tables) {
      contents.push([name, await this.database.query(`select t::text as line from ${name} t order by 1`)]);
    }
    return JSON.stringify(contents);
  }

  async close(): Promise<void> {
    await this.settled();
    await this.closeApp();
    await this.cloud.close();
  }
}

/** Path of a group; of something in it with `type/name`, such as `Microsoft.Compute/disks/d`. */
export function groupPath(group: string, resource?: string): string {
  const path = `/subscriptions/${SUBSCRIPTION}/resourceGroups/${group}`;
  return resource === undefined ? path : `${path}/providers/${resource}`;
}
