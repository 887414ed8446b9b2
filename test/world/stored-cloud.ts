import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import type { DataSource } from 'typeorm';
import { BUILT_IN_POLICIES } from '#libs/guid-policy';
import { HOST_GENERATIONS, type HostGenerationName } from '#libs/hosts';
import { guestProfileNamed } from '#libs/linux-guest';
import { loadCatalogue } from '../../src/catalogue/load-catalogue.js';
import { sizeLookupOf } from '../../src/catalogue/size-lookup.js';
import { startTestDatabase } from '../../src/engines/testing/test-database.js';
import { BeginVmOperation, type AcceptedOperation } from '../../src/operations/begin-vm-operation.js';
import { OperationDriver } from '../../src/operations/operation-driver.js';
import { OperationLocks } from '../../src/operations/operation-locks.js';
import { OperationRelay } from '../../src/operations/operation-relay.js';
import { openDataSource } from '../../src/persistence/data-source.js';
import type { HandlerVerdict, OperationQueue } from '../../src/queue/operation-queue.port.js';
import { CreateVmHandler } from '../../src/vms/create-vm/create-vm.handler.js';
import { CreateVmCommand } from '../../src/vms/create-vm/create-vm.command.js';
import type { WantedVm } from '../../src/vms/vm-document.js';

export const SUBSCRIPTION = '11111111-1111-1111-1111-111111111111';
export const GROUP = 'night-shift';

/** A real database, migrated, with what comes with the product, and nothing in it. */
export async function openCloudDatabase(): Promise<{
  url: string;
  database: DataSource;
  close(): Promise<void>;
}> {
  const { url, close } = await startTestDatabase({
    name: 'migrated and seeded',
    fill: async (template) => {
      const database = await openDataSource(template);
      await seedBuiltIns(database);
      await database.destroy();
    },
  });
  const database = await openDataSource(url, { poolSize: 8 });
  return {
    url,
    database,
    close: async () => {
      await database.destroy();
      await close();
    },
  };
}

async function seedBuiltIns(database: DataSource): Promise<void> {
  for (const { name, ...document } of Object.values(BUILT_IN_POLICIES)) {
    await database.query('insert into guid_policy values ($1, 1, true, $2)', [
      name,
      JSON.stringify(document),
    ]);
  }
  await database.query(`insert into emulator_setting values ('policy', '"azure"')`);
}

/**
 * A cloud without HTTP and without a queue server: commands go in by their handlers, operations are driven by
 * hand unless a queue is given.
 */
export class StoredCloud {
  readonly queue: OperationQueue;
  readonly begin: BeginVmOperation;
  readonly driver: OperationDriver;
  readonly relay: OperationRelay;
  readonly locks: OperationLocks;
  readonly sizes = sizeLookupOf(loadCatalogue());
  readonly #createVm: CreateVmHandler;

  private constructor(
    readonly url: string,
    readonly database: DataSource,
    private readonly closeDatabase: () => Promise<void>,
    queueOn: (url: string) => OperationQueue,
  ) {
    const logger = pino({ level: 'silent' });
    this.locks = new OperationLocks(url);
    this.queue = queueOn(url);
    this.relay = new OperationRelay(database, this.queue, logger);
    this.begin = new BeginVmOperation(database, this.sizes, this.relay);
    this.driver = new OperationDriver(
      database,
      this.locks,
      this.sizes,
      { operationEnded: async () => {} },
      logger,
    );
    this.#createVm = new CreateVmHandler(database, this.begin, this.relay);
  }

  /** With the queue that `queueOn` opens; without it ids are dropped, for tests that drive by hand. */
  static async open(queueOn: (url: string) => OperationQueue = () => noQueue()): Promise<StoredCloud> {
    const { url, database, close } = await openCloudDatabase();
    const cloud = new StoredCloud(url, database, close, queueOn);
    await database.query(
      `insert into resource_group (id, subscription_id, name, name_key, location) values ($1, $2, $3, $3, 'eastus')`,
      [randomUUID(), SUBSCRIPTION, GROUP],
    );
    return cloud;
  }

  async close(): Promise<void> {
    await this.relay.settled();
    await this.queue.close();
    await this.locks.close();
    await this.closeDatabase();
  }

  async addHost(name: string, generation: HostGenerationName = 'intel-ice-lake', vcpus = 64): Promise<void> {
    await this.database.query(
      `insert into host (id, name, name_key, cluster, generation, vcpus, memory_mib, vf_slots)
       values ($1, $2, $2, 'default', $3, $4, $5, 32)`,
      [randomUUID(), name, JSON.stringify(HOST_GENERATIONS[generation]), vcpus, vcpus * 4_096],
    );
  }

  async addNic(name: string, mac: string, isAccelerated = true): Promise<void> {
    await this.database.query(
      `insert into network_interface (id, group_id, name, name_key, location, etag, mac, is_accelerated, properties)
       select $1, id, $2, $2, location, $1, $3, $4, '{}' from resource_group where name_key = $5`,
      [randomUUID(), name, mac, isAccelerated, GROUP],
    );
  }

  createVm(name: string, change: Partial<WantedVm> = {}): Promise<AcceptedOperation> {
    return this.#createVm.execute(new CreateVmCommand(vmNamed(name), { ...wantedVm(name), ...change }));
  }

  /** Drives an operation as a worker would. */
  drive({ operationId }: Pick<AcceptedOperation, 'operationId'>): Promise<HandlerVerdict> {
    return this.driver.drive(operationId);
  }
}

function noQueue(): OperationQueue {
  const unused = async () => {
    throw new Error('this queue only takes ids');
  };
  const nothing = async () => {};
  return {
    add: nothing,
    addMany: nothing,
    waitUntilReady: nothing,
    process: unused,
    depth: unused,
    close: nothing,
  };
}

export function vmNamed(vmName: string) {
  return { subscriptionId: SUBSCRIPTION, groupName: GROUP, vmName };
}

/** A VM of 2 vCPUs and 8 GiB, enabled for hibernation, with an OS disk and one data disk, without NICs. */
export function wantedVm(name: string): WantedVm {
  const profile = guestProfileNamed('ubuntu-24.04');
  if (profile === undefined) throw new Error('the profile is gone');
  return {
    location: 'eastus',
    tags: {},
    size: 'Standard_D2s_v5',
    hibernationEnabled: true,
    exclusions: [],
    osDisk: { kind: 'new', name: `${name}-os`, sku: 'Premium_LRS', sizeGib: 64, supportsHibernation: true },
    dataDisks: [
      {
        lun: 0,
        disk: {
          kind: 'new',
          name: `${name}-data`,
          sku: 'Premium_LRS',
          sizeGib: 128,
          supportsHibernation: false,
        },
      },
    ],
    nics: [],
    profile,
    placement: { strategy: 'spread', avoidHostIds: [] },
    echoed: {},
  };
}
