import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import { createArmApp } from '../../src/arm/create-app.js';
import { loadCatalogue } from '../../src/catalogue/load-catalogue.js';
import { ComputeOperationsModule } from '../../src/compute-operations/compute-operations.module.js';
import type { EmulationProperties } from '../../src/emulation/emulation-document.js';
import { EMULATION_HEADER } from '../../src/emulation/emulation-header.js';
import type { EmulationUpdate } from '../../src/emulation/emulation-update.js';
import { EmulationModule } from '../../src/emulation/emulation.module.js';
import { GroupsModule } from '../../src/groups/groups.module.js';
import { GuestProfilesModule } from '../../src/guest-profiles/guest-profiles.module.js';
import { seedBuiltInProfiles } from '../../src/guest-profiles/seed-built-ins.js';
import { HostsModule } from '../../src/hosts/hosts.module.js';
import { IdentityModule } from '../../src/identity/identity.module.js';
import { JobsModule } from '../../src/jobs/jobs.module.js';
import { NetworkInterfacesModule } from '../../src/network-interfaces/network-interfaces.module.js';
import { NetworksModule } from '../../src/networks/networks.module.js';
import { OperationQueriesModule } from '../../src/operation-queries/operation-queries.module.js';
import { OperationDriver } from '../../src/operations/operation-driver.js';
import { OperationRelay } from '../../src/operations/operation-relay.js';
import { PlatformModule } from '../../src/platform.module.js';
import { PoliciesModule } from '../../src/policies/policies.module.js';
import { VmsModule } from '../../src/vms/vms.module.js';
import { network, NETWORK_BODY, nic, nicBody, vm, vmBody } from './arm-groups.js';
import { EMULATOR_PATH, emulationPath } from './emulator-app.js';
import { InProcessQueue } from './in-process-queue.js';
import { GROUP, StoredCloud, SUBSCRIPTION } from './stored-cloud.js';

const TOKEN = 'token-of-the-test';
const WORKER_CONCURRENCY = 8;

/** What can be done to a VM, or happen inside it, once it exists. */
export type VmAction = 'hibernate' | 'self-hibernate' | 'start' | 'stop' | 'restart' | 'deallocate';

const ACTION_PATHS: Readonly<Record<VmAction, string>> = {
  hibernate: 'deallocate?hibernate=true',
  'self-hibernate': 'providers/Torpor.Emulator/guestHibernate',
  start: 'start',
  stop: 'powerOff',
  restart: 'restart',
  deallocate: 'deallocate',
};

/** A VM to be made: a small one without NICs unless said otherwise. */
export interface VmWish {
  readonly size?: string;
  readonly hibernationEnabled?: boolean;
  /** One NIC per entry, the primary first; true: with accelerated networking. */
  readonly nics?: readonly boolean[];
  readonly osDiskGib?: number;
  readonly emulation?: EmulationUpdate;
}

/** How an operation ended for whoever polls it. */
export interface OperationEnd {
  /** Id of the operation. */
  readonly name: string;
  readonly status: 'Succeeded' | 'Failed' | 'Canceled';
  readonly error?: { readonly code: string; readonly message: string };
}

/** Everything public over HTTP, Azure's resource types and the emulator's, with a worker in the same process. */
export class OutcomeWorld {
  private constructor(
    private readonly cloud: StoredCloud,
    private readonly queue: InProcessQueue,
    private readonly app: NestFastifyApplication,
    private readonly closeApp: () => Promise<void>,
  ) {}

  static async open(): Promise<OutcomeWorld> {
    const queue = new InProcessQueue();
    const cloud = await StoredCloud.open(() => queue);
    const { database, locks } = cloud;
    await seedBuiltInProfiles(database);
    const logger = pino({ level: 'fatal' });

    @Module({
      imports: [
        PlatformModule.forRoot({ database, queue, locks, catalogue: loadCatalogue(), logger }),
        IdentityModule.forRoot({
          accessTokens: [TOKEN],
          subscriptions: [{ id: SUBSCRIPTION, displayName: 'Test' }],
        }),
        GroupsModule,
        NetworksModule,
        NetworkInterfacesModule,
        VmsModule,
        ComputeOperationsModule,
        HostsModule,
        PoliciesModule,
        GuestProfilesModule,
        EmulationModule,
        OperationQueriesModule,
        JobsModule,
      ],
      providers: [OperationDriver],
    })
    class OutcomeTestModule {}

    const { app, close } = await createArmApp(OutcomeTestModule, { logger });
    const driver = app.get(OperationDriver);
    await queue.process((id) => driver.drive(id), { concurrency: WORKER_CONCURRENCY });
    const world = new OutcomeWorld(cloud, queue, app, close);
    await world.ok('PUT', network(GROUP), NETWORK_BODY);
    return world;
  }

  /** A host of this generation with room for every VM of the tests. */
  async addHost(name: string, generation: string, cluster: string): Promise<void> {
    const capacity = { vcpus: 65_536, memoryMib: 1_073_741_824, vfSlots: 65_536 };
    await this.ok('PUT', `${EMULATOR_PATH}/hosts/${name}`, { properties: { generation, cluster, capacity } });
  }

  async addPolicy(name: string, properties: object): Promise<void> {
    await this.ok('PUT', `${EMULATOR_PATH}/policies/${name}`, { properties });
  }

  async policy(name: string) {
    return (await this.ok('GET', `${EMULATOR_PATH}/policies/${name}`)).properties;
  }

  async addGuestProfile(name: string, properties: object): Promise<void> {
    await this.ok('PUT', `${EMULATOR_PATH}/guestProfiles/${name}`, { properties });
  }

  async guestProfile(name: string) {
    return (await this.ok('GET', `${EMULATOR_PATH}/guestProfiles/${name}`)).properties;
  }

  async createVm(name: string, wish: VmWish): Promise<OperationEnd> {
    const { size = 'Standard_D2s_v5', hibernationEnabled = true, nics = [], osDiskGib } = wish;
    const nicIds = nics.map((_, at) => nic(GROUP, `${name}-nic-${at}`));
    for (const [at, enableAcceleratedNetworking] of nics.entries()) {
      await this.ok('PUT', nicIds[at]!, nicBody(GROUP, { enableAcceleratedNetworking }));
    }
    const body = vmBody(nicIds, {
      hardwareProfile: { vmSize: size },
      additionalCapabilities: { hibernationEnabled },
    });
    const { osDisk } = body.properties.storageProfile;
    Object.assign(osDisk, osDiskGib === undefined ? {} : { diskSizeGB: osDiskGib });
    const headers =
      wish.emulation === undefined ? {} : { [EMULATION_HEADER]: JSON.stringify(wish.emulation) };
    return this.#operation('PUT', vm(GROUP, name), { body, headers });
  }

  /** Asks for it and waits until it has ended. */
  act(name: string, action: VmAction): Promise<OperationEnd> {
    return this.#operation('POST', `${vm(GROUP, name)}/${ACTION_PATHS[action]}`);
  }

  async setEmulation(name: string, properties: EmulationUpdate): Promise<void> {
    await this.ok('PUT', emulationPath(name), { properties });
  }

  async emulation(name: string): Promise<EmulationProperties> {
    return (await this.ok('GET', emulationPath(name))).properties;
  }

  /** Codes of the VM's statuses, such as `PowerState/running`. */
  async statuses(name: string): Promise<readonly string[]> {
    const { statuses } = await this.ok('GET', `${vm(GROUP, name)}/instanceView`);
    return statuses.map(({ code }: { code: string }) => code);
  }

  /** Emulated time that the longest step of an operation took. */
  async longestStepMs(operationId: string): Promise<number> {
    const { properties } = await this.ok('GET', `${EMULATOR_PATH}/operations/${operationId}`);
    const steps: readonly { startedAtMs?: number; endedAtMs?: number }[] = properties.steps;
    return Math.max(...steps.map(({ startedAtMs = 0, endedAtMs = startedAtMs }) => endedAtMs - startedAtMs));
  }

  async close(): Promise<void> {
    await this.#settled();
    await this.closeApp();
    await this.cloud.close();
  }

  // The tests look into documents of every kind.
  // oxlint-disable-next-line typescript/no-explicit-any
  private async ok(method: string, path: string, body?: unknown): Promise<any> {
    return (await this.#send(method, path, { body })).body;
  }

  async #operation(
    method: string,
    path: string,
    request: { readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> } = {},
  ): Promise<OperationEnd> {
    const accepted = await this.#send(method, path, request);
    await this.#settled();
    const { body } = await this.#send('GET', accepted.headers['azure-asyncoperation'] as string);
    return body;
  }

  async #send(
    method: string,
    path: string,
    {
      body,
      headers = {},
    }: { readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> } = {},
  ) {
    const url = path.replace(/^https?:\/\/[^/]+/, '');
    const versioned = url.includes('api-version=')
      ? url
      : `${url}${url.includes('?') ? '&' : '?'}api-version=2024-11-01`;
    const answer = await this.app.inject({
      method: method as 'GET',
      url: versioned,
      headers: { authorization: `Bearer ${TOKEN}`, ...headers },
      ...(body === undefined ? {} : { payload: body as object }),
    });
    if (answer.statusCode >= 300) throw new Error(`${method} ${path}: ${answer.statusCode} ${answer.body}`);
    return {
      headers: answer.headers,
      body: answer.body === '' ? undefined : JSON.parse(answer.body),
    };
  }

  /** Waits until no operation is queued or driven. */
  async #settled(): Promise<void> {
    const relay = this.app.get(OperationRelay);
    do {
      await relay.settled();
      await this.queue.idle();
      await relay.settled();
    } while ((await this.queue.depth()).active > 0);
  }
}
