import { Module } from '@nestjs/common';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { ArmModule } from '../../src/arm/arm.module.js';
import { type ArmApp, createArmApp } from '../../src/arm/create-app.js';
import { type OwnAnswer, type OwnRequest, OwnRequests } from '../../src/arm/own-requests.js';
import { loadCatalogue } from '../../src/catalogue/load-catalogue.js';
import { ComputeOperationsModule } from '../../src/compute-operations/compute-operations.module.js';
import { DeploymentsModule } from '../../src/deployments/deployments.module.js';
import { DeploymentDriver } from '../../src/deployments/driver/deployment-driver.js';
import { GroupsModule } from '../../src/groups/groups.module.js';
import { IdentityModule } from '../../src/identity/identity.module.js';
import type { Caller } from '../../src/identity/token-verifier.js';
import { NetworkInterfacesModule } from '../../src/network-interfaces/network-interfaces.module.js';
import { NetworksModule } from '../../src/networks/networks.module.js';
import { NetworkSecurityGroupsModule } from '../../src/network-security-groups/network-security-groups.module.js';
import { PlatformModule } from '../../src/platform.module.js';
import { PublicAddressesModule } from '../../src/public-addresses/public-addresses.module.js';
import { VmsModule } from '../../src/vms/vms.module.js';
import { type ArmTestApp, groupPath } from '../world/arm-app.js';
import {
  azVmTemplate,
  deployed,
  deploymentPath,
  EAGER_PACE,
  openDeployments,
} from '../world/deployment-templates.js';
import { SUBSCRIPTION } from '../world/stored-cloud.js';

const VM = groupPath('rg', 'Microsoft.Compute/virtualMachines/web');
const DEPLOYMENT = deploymentPath('rg', 'd');

/** Another process on the same database. */
async function openAnotherProcess({ cloud, queue }: ArmTestApp): Promise<ArmApp> {
  const { database, locks } = cloud;
  const logger = pino({ level: 'silent' });
  @Module({
    imports: [
      PlatformModule.forRoot({ database, queue, locks, catalogue: loadCatalogue(), logger }),
      IdentityModule.forRoot({
        accessTokens: ['token'],
        subscriptions: [{ id: SUBSCRIPTION, displayName: 'Test' }],
      }),
      ArmModule,
      GroupsModule,
      NetworksModule,
      NetworkInterfacesModule,
      NetworkSecurityGroupsModule,
      PublicAddressesModule,
      VmsModule,
      ComputeOperationsModule,
      DeploymentsModule.withPace(EAGER_PACE),
    ],
  })
  class OtherProcess {}
  return createArmApp(OtherProcess, { logger });
}

type Send = (caller: Caller, request: OwnRequest) => Promise<OwnAnswer>;

/** Notes every PUT; `around` may stop one of them on its way. */
function watch(
  requests: OwnRequests,
  puts: string[],
  around: (request: OwnRequest, send: () => Promise<OwnAnswer>) => Promise<OwnAnswer>,
): void {
  const send: Send = requests.send.bind(requests);
  requests.send = (caller, request) =>
    around(request, () => {
      if (request.method === 'PUT') puts.push(request.url.replace(/\?.*/, '').split('/').at(-1) ?? '');
      return send(caller, request);
    });
}

/** A process that does nothing any more, until it is buried. */
class Death {
  #bury: (reason: Error) => void = () => {};
  #happen: () => void = () => {};
  readonly happened = new Promise<void>((resolve) => {
    this.#happen = resolve;
  });

  now(): Promise<never> {
    this.#happen();
    return new Promise((_, reject) => {
      this.#bury = reject;
    });
  }

  bury(): void {
    this.#bury(new Error('the process is dead'));
  }
}

const isVmPut = ({ method, url }: OwnRequest) => method === 'PUT' && url.startsWith(VM);
const isVmPoll = ({ method, url }: OwnRequest) =>
  method === 'GET' && url.includes('/operations/') && url.includes('Microsoft.Compute');

describe('a driver of a deployment that dies', () => {
  it.each<readonly [when: string, dies: (request: OwnRequest) => 'before' | 'after' | 'never']>([
    ['between two resources', (request) => (isVmPut(request) ? 'before' : 'never')],
    [
      'when a resource was put, before it wrote that down',
      (request) => (isVmPut(request) ? 'after' : 'never'),
    ],
    ['while a resource is being made', (request) => (isVmPoll(request) ? 'after' : 'never')],
  ])('TORPOR-6 ARM-31 %s: another one goes on, and makes nothing twice', async (_, dies) => {
    const arm = await openDeployments();
    const other = await openAnotherProcess(arm);
    const death = new Death();
    const puts: string[] = [];
    watch(arm.app.get(OwnRequests), puts, async (request, send) => {
      if (dies(request) === 'before') return death.now();
      const answer = await send();
      return dies(request) === 'after' ? death.now() : answer;
    });
    watch(other.app.get(OwnRequests), puts, (_request, send) => send());
    try {
      await arm.cloud.addHost('host-a');
      await arm.ok('PUT', groupPath('rg'), { location: 'eastus' });
      arm.queue.pause();
      await arm.ok('PUT', DEPLOYMENT, {
        properties: {
          mode: 'Incremental',
          template: azVmTemplate('rg', 'web'),
          parameters: { adminPassword: { value: 'Very-secret-1' } },
        },
      });
      await death.happened;

      const successor = other.app.get(DeploymentDriver);
      successor.kick();
      await successor.settled();
      // The lease still holds: nobody can know yet that its owner is dead.
      expect((await arm.ok('GET', DEPLOYMENT)).properties.provisioningState).toBe('Running');

      await arm.database.query(`update deployment set lease_until = now() - interval '1 second'`);
      successor.kick();
      arm.queue.resume();
      await successor.settled();
      await arm.settled();

      const { properties } = await arm.ok('GET', DEPLOYMENT);
      expect([properties.provisioningState, properties.error]).toEqual(['Succeeded', undefined]);
      expect(puts.toSorted()).toEqual(['web', 'webNSG', 'webPublicIP', 'webVMNic', 'webVNET']);
      expect(await arm.database.query('select status from operation')).toEqual([{ status: 'succeeded' }]);
      expect((await arm.ok('GET', VM)).properties.provisioningState).toBe('Succeeded');
    } finally {
      death.bury();
      await deployed(arm);
      await other.close();
      await arm.close();
    }
  });

  it('ASSUME-37 a cancelled deployment begins nothing more, whoever drives it', async () => {
    const arm = await openDeployments();
    const cancelled: number[] = [];
    const puts: string[] = [];
    try {
      await arm.ok('PUT', groupPath('rg'), { location: 'eastus' });
      watch(arm.app.get(OwnRequests), puts, async (request, send) => {
        const answer = await send();
        if (request.method === 'PUT' && request.url.includes('webVNET')) {
          cancelled.push((await arm.send('POST', `${DEPLOYMENT}/cancel`)).status);
        }
        return answer;
      });
      const answer = await arm.send('PUT', DEPLOYMENT, {
        properties: {
          mode: 'Incremental',
          template: azVmTemplate('rg', 'web'),
          parameters: { adminPassword: { value: 'Very-secret-1' } },
        },
      });
      await deployed(arm);
      expect(await arm.ok('GET', answer.headers['azure-asyncoperation'] ?? '')).toEqual({
        status: 'Canceled',
      });
      expect((await arm.ok('GET', DEPLOYMENT)).properties.provisioningState).toBe('Canceled');
      expect(cancelled).toEqual([204]);
      expect(puts).not.toContain('webVMNic');
      const [row] = await arm.database.query('select inputs, lease_owner from deployment');
      expect(row).toEqual({ inputs: null, lease_owner: null });
    } finally {
      await arm.close();
    }
  });
});
