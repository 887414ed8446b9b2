import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import type { DataSource } from 'typeorm';
import { createArmApp } from '../../src/arm/create-app.js';
import { loadCatalogue } from '../../src/catalogue/load-catalogue.js';
import { ClockModule } from '../../src/clock/clock.module.js';
import { EmulationModule } from '../../src/emulation/emulation.module.js';
import { GuestViewModule } from '../../src/guest-view/guest-view.module.js';
import { ExplanationsModule } from '../../src/explanations/explanations.module.js';
import { GuestProfilesModule } from '../../src/guest-profiles/guest-profiles.module.js';
import { seedBuiltInProfiles } from '../../src/guest-profiles/seed-built-ins.js';
import { HostsModule } from '../../src/hosts/hosts.module.js';
import { IdentityModule } from '../../src/identity/identity.module.js';
import { JobsModule } from '../../src/jobs/jobs.module.js';
import { OperationQueriesModule } from '../../src/operation-queries/operation-queries.module.js';
import { OperationDriver } from '../../src/operations/operation-driver.js';
import { OperationRelay } from '../../src/operations/operation-relay.js';
import { PlatformModule } from '../../src/platform.module.js';
import { PoliciesModule } from '../../src/policies/policies.module.js';
import { PreflightModule } from '../../src/preflight/preflight.module.js';
import { CreateVmCommand } from '../../src/vms/create-vm/create-vm.command.js';
import { CreateVmHandler } from '../../src/vms/create-vm/create-vm.handler.js';
import { SelfHibernateVmHandler } from '../../src/vms/self-hibernate-vm/self-hibernate-vm.handler.js';
import type { WantedVm } from '../../src/vms/vm-document.js';
import { mustKeepContract } from '../contract/contract-violations.js';
import { InProcessQueue } from './in-process-queue.js';
import { GROUP, StoredCloud, SUBSCRIPTION, vmNamed, wantedVm } from './stored-cloud.js';

const TOKEN = 'token-of-the-test';
const API_VERSION = 'api-version=2024-11-01';
/** More than any job of the tests lets run at once. */
const WORKER_CONCURRENCY = 32;

export const EMULATOR_PATH = `/subscriptions/${SUBSCRIPTION}/providers/Torpor.Emulator`;

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  // The tests look into documents of every kind.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any;
}

/** The emulator's own resources over HTTP, on a real database, with a worker in the same process. */
export class EmulatorApp {
  private constructor(
    readonly cloud: StoredCloud,
    readonly queue: InProcessQueue,
    readonly app: NestFastifyApplication,
    private readonly closeApp: () => Promise<void>,
  ) {}

  /** `onDrive` is told of every operation before it is driven. */
  static async open(onDrive: (database: DataSource) => Promise<void> = async () => {}): Promise<EmulatorApp> {
    const queue = new InProcessQueue();
    const cloud = await StoredCloud.open(() => queue);
    const { database, locks } = cloud;
    await seedBuiltInProfiles(database);
    const logger = pino({ level: 'fatal' });
    const platform = PlatformModule.forRoot({ database, queue, locks, catalogue: loadCatalogue(), logger });
    const identity = IdentityModule.forRoot({
      accessTokens: [TOKEN],
      subscriptions: [{ id: SUBSCRIPTION, displayName: 'Test' }],
    });

    @Module({
      imports: [
        platform,
        identity,
        HostsModule,
        PoliciesModule,
        GuestProfilesModule,
        GuestViewModule,
        EmulationModule,
        ExplanationsModule,
        ClockModule,
        OperationQueriesModule,
        JobsModule,
        PreflightModule,
      ],
      providers: [OperationDriver, CreateVmHandler, SelfHibernateVmHandler],
    })
    class EmulatorTestModule {}

    const { app, close } = await createArmApp(EmulatorTestModule, { logger });
    const driver = app.get(OperationDriver);
    await queue.process(
      async (id) => {
        await onDrive(database);
        return driver.drive(id);
      },
      { concurrency: WORKER_CONCURRENCY },
    );
    return new EmulatorApp(cloud, queue, app, close);
  }

  /** Sends a request; the path is one of the emulator's unless it starts with `/subscriptions`. */
  async send(method: 'GET' | 'PUT' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<Answer> {
    const full = path.startsWith('/subscriptions') ? path : `${EMULATOR_PATH}/${path}`;
    const versioned = full.includes('api-version=')
      ? full
      : `${full}${full.includes('?') ? '&' : '?'}${API_VERSION}`;
    const response = await this.app.inject({
      method,
      url: versioned,
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    });
    const answer: Answer = {
      status: response.statusCode,
      headers: response.headers,
      body: response.body === '' ? undefined : JSON.parse(response.body),
    };
    mustKeepContract({ method, url: versioned, ...answer });
    return answer;
  }

  /** Waits until no operation is queued or driven. */
  async settled(): Promise<void> {
    const relays = [this.app.get(OperationRelay), this.cloud.relay];
    const relayed = () => Promise.all(relays.map((relay) => relay.settled()));
    do {
      await relayed();
      await this.queue.idle();
      await relayed();
    } while ((await this.queue.depth()).active > 0);
  }

  /** Creates VMs, running, one after another. */
  async createVms(names: readonly string[], change: Partial<WantedVm> = {}): Promise<void> {
    const handler = this.app.get(CreateVmHandler);
    for (const name of names) {
      await handler.execute(new CreateVmCommand(vmNamed(name), { ...wantedVm(name), ...change }));
    }
    await this.settled();
  }

  async close(): Promise<void> {
    await this.settled();
    await this.closeApp();
    await this.cloud.close();
  }
}

/** Path of a VM in the group of the tests. */
export function vmPath(name: string): string {
  return (
    `/subscriptions/${SUBSCRIPTION}/resourceGroups/${GROUP}` +
    `/providers/Microsoft.Compute/virtualMachines/${name}`
  );
}

/** Path of what the emulator adds to a VM. */
export function emulationPath(vm: string): string {
  return `${vmPath(vm)}/providers/Torpor.Emulator/emulation/default`;
}

/** A host with room for a few VMs, as a PUT takes it. */
export const HOST_BODY = {
  properties: {
    generation: 'intel-ice-lake',
    capacity: { vcpus: 64, memoryMib: 262_144, vfSlots: 8 },
  },
} as const;

/** The code of the refusal behind an error answer. */
export function refusalCode({ body }: Answer): string {
  return body.error.additionalInfo[0].info.code;
}

/** Names of the resources on a page. */
export function namesOf({ body }: Answer): string[] {
  return body.value.map(({ name }: { name: string }) => name);
}

/** Everything that a request could have changed, as text: two equal snapshots mean that nothing has. */
export async function databaseSnapshot(database: DataSource): Promise<string> {
  const tables = [
    'host',
    'guid_policy',
    'guest_profile',
    'emulator_setting',
    'virtual_machine',
    'hyperv_vm',
    'job',
    'job_item',
    'operation',
    'outbox',
  ];
  const contents = await Promise.all(
    tables.map(async (table) => {
      const rows: unknown = await database.query(`select t::text as line from ${table} t order by 1`);
      return [table, rows];
    }),
  );
  return JSON.stringify(contents);
}
