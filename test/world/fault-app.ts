import { FaultsModule } from '../../src/faults/faults.module.js';
import { HostRecovery } from '../../src/hosts/host-recovery.js';
import { HostsModule } from '../../src/hosts/hosts.module.js';
import { ClockModule } from '../../src/clock/clock.module.js';
import { OperationQueriesModule } from '../../src/operation-queries/operation-queries.module.js';
import { ThrottlingModule } from '../../src/throttling/throttling.module.js';
import { type ArmAnswer, ArmTestApp } from './arm-app.js';
import { createVm, vm } from './arm-groups.js';
import { SUBSCRIPTION } from './stored-cloud.js';

export const EMULATOR = `/subscriptions/${SUBSCRIPTION}/providers/Torpor.Emulator`;

/** Azure's own resource types with faults to arm, hosts that can fail, and a clock. */
export class FaultApp {
  private constructor(readonly arm: ArmTestApp) {}

  static async open(hosts: readonly string[] = ['host-a', 'host-b']): Promise<FaultApp> {
    const arm = await ArmTestApp.open({
      modules: [FaultsModule, HostsModule, ClockModule, OperationQueriesModule, ThrottlingModule],
    });
    for (const host of hosts) await arm.cloud.addHost(host);
    return new FaultApp(arm);
  }

  /** A running VM that may hibernate, in a group of its own: `g-NAME`. */
  async createVm(name: string): Promise<string> {
    await createVm(this.arm, `g-${name}`, name);
    return vm(`g-${name}`, name);
  }

  put(name: string, properties: object): Promise<ArmAnswer> {
    return this.arm.send('PUT', `${EMULATOR}/faults/${name}`, { properties });
  }

  async armFault(name: string, properties: object): Promise<void> {
    await this.arm.ok('PUT', `${EMULATOR}/faults/${name}`, { properties });
  }

  fault(name: string): Promise<ArmAnswer['body']> {
    return this.arm.ok('GET', `${EMULATOR}/faults/${name}`).then(({ properties }) => properties);
  }

  /** Sends an action; answers its operation as a client sees it at the end, or the refusal of the request. */
  async act(path: string, method = 'POST'): Promise<ActOutcome> {
    const answer = await this.arm.send(method, path);
    await this.arm.settled();
    return this.outcomeOf(answer);
  }

  async outcomeOf(answer: ArmAnswer): Promise<ActOutcome> {
    if (answer.status >= 300) return { status: answer.status, code: answer.body.error.code };
    const operation = await this.arm.ok('GET', answer.headers['azure-asyncoperation'] ?? '');
    return { status: answer.status, operation: operation.status, code: operation.error?.code };
  }

  async states(path: string): Promise<readonly string[]> {
    const { statuses } = await this.arm.ok('GET', `${path}/instanceView`);
    return statuses
      .map(({ code }: { code: string }) => code)
      .filter((code: string) => !code.startsWith('Prov'));
  }

  /** What the sweeper does for hosts that are down. */
  async recover(): Promise<void> {
    await this.arm.app.get(HostRecovery).reconcile();
    await this.arm.settled();
  }

  close(): Promise<void> {
    return this.arm.close();
  }
}

export interface ActOutcome {
  readonly status: number;
  readonly operation?: string;
  readonly code?: string;
}
