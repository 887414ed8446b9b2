import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { brokenPromises } from '../world/broken-promises.js';
import { nic, prepare, vm as vmPath, vmBody } from '../world/arm-groups.js';
import { EMULATOR, FaultApp } from '../world/fault-app.js';

let world: FaultApp;
let count = 0;

beforeAll(async () => {
  world = await FaultApp.open();
});
afterAll(() => world.close());
afterEach(async () => {
  expect(await brokenPromises(world.arm.database)).toEqual([]);
});

const ACTIONS = {
  hibernate: 'deallocate?hibernate=true',
  deallocate: 'deallocate',
  start: 'start',
  restart: 'restart',
  powerOff: 'powerOff',
} as const;
type Action = keyof typeof ACTIONS;

const RUNNING = ['PowerState/running'];
const STOPPED = ['PowerState/stopped'];
const DEALLOCATED = ['PowerState/deallocated'];
const HIBERNATED = ['PowerState/deallocated', 'HibernationState/Hibernated'];

/** A VM to which these actions were done since it was created. */
async function aVm(before: readonly Action[] = []): Promise<string> {
  count += 1;
  const vm = await world.createVm(`vm-${count}`);
  for (const action of before) {
    expect((await world.act(`${vm}/${ACTIONS[action]}`)).operation).toBe('Succeeded');
  }
  return vm;
}

const act = (vm: string, action: Action) => world.act(`${vm}/${ACTIONS[action]}`);

interface Case {
  readonly kind: string;
  readonly before?: readonly Action[];
  readonly action: Action;
  readonly parameters?: object;
  readonly code: string;
  /** Where the VM is afterwards. */
  readonly left: readonly string[];
}

const FAILURES: readonly Case[] = [
  {
    kind: 'allocation-failed',
    before: ['deallocate'],
    action: 'start',
    code: 'AllocationFailed',
    left: DEALLOCATED,
  },
  {
    kind: 'allocation-failed',
    before: ['hibernate'],
    action: 'start',
    code: 'AllocationFailed',
    left: HIBERNATED,
  },
  {
    kind: 'zonal-allocation-failed',
    before: ['hibernate'],
    action: 'start',
    code: 'ZonalAllocationFailed',
    left: HIBERNATED,
  },
  {
    kind: 'overconstrained-allocation',
    before: ['deallocate'],
    action: 'start',
    code: 'OverconstrainedAllocationRequest',
    left: DEALLOCATED,
  },
  {
    kind: 'overconstrained-resume',
    before: ['hibernate'],
    action: 'start',
    code: 'OverconstrainedResumeFromHibernatedStateAllocationRequest',
    left: HIBERNATED,
  },
  { kind: 'hibernate-failed', action: 'hibernate', code: 'VMHibernateFailed', left: RUNNING },
  { kind: 'hibernate-not-supported', action: 'hibernate', code: 'VMHibernateNotSupported', left: RUNNING },
  { kind: 'internal-operation-error', action: 'hibernate', code: 'InternalOperationError', left: RUNNING },
  { kind: 'internal-operation-error', action: 'deallocate', code: 'InternalOperationError', left: RUNNING },
  { kind: 'internal-operation-error', action: 'powerOff', code: 'InternalOperationError', left: RUNNING },
  { kind: 'internal-operation-error', action: 'restart', code: 'InternalOperationError', left: RUNNING },
  {
    kind: 'internal-operation-error',
    before: ['hibernate'],
    action: 'start',
    code: 'InternalOperationError',
    left: HIBERNATED,
  },
  {
    kind: 'internal-operation-error',
    before: ['powerOff'],
    action: 'start',
    code: 'InternalOperationError',
    left: STOPPED,
  },
  {
    kind: 'internal-operation-error',
    before: ['hibernate'],
    action: 'start',
    parameters: { step: 'attach-disks', moment: 'after' },
    code: 'InternalOperationError',
    left: HIBERNATED,
  },
  {
    kind: 'internal-operation-error',
    action: 'hibernate',
    parameters: { step: 'remove-vfs', moment: 'after', message: 'as the story wants it' },
    code: 'InternalOperationError',
    left: RUNNING,
  },
  { kind: 'guest:process-not-freezable', action: 'hibernate', code: 'VMHibernateFailed', left: RUNNING },
];

describe('an operation that a fault makes fail', () => {
  it.each(FAILURES)(
    'TORPOR-25 TORPOR-7 $kind: $action ends with $code, leaves the VM as it was, and works the next time (%#)',
    async ({ kind, before, action, parameters = {}, code, left }) => {
      const vm = await aVm(before);
      const name = `fault-${count}`;
      await world.armFault(name, { kind, target: { vm }, operations: [action], parameters });
      expect(await act(vm, action)).toEqual({ status: 202, operation: 'Failed', code });
      expect(await world.states(vm)).toEqual(left);
      expect(await world.fault(name)).toMatchObject({ status: 'spent', remaining: 0, hits: 1 });
      expect(await brokenPromises(world.arm.database)).toEqual([]);
      expect(await act(vm, action)).toEqual({ status: 202, operation: 'Succeeded' });
    },
  );

  it('AZURE-30 a creation that finds no host leaves a VM that can be started later', async () => {
    const group = 'g-new';
    await prepare(world.arm, group, ['new-nic']);
    await world.armFault('no-room', { kind: 'allocation-failed', target: { group }, operations: ['create'] });
    const answer = await world.arm.send('PUT', vmPath(group, 'new'), vmBody([nic(group, 'new-nic')]));
    await world.arm.settled();
    expect(await world.outcomeOf(answer)).toEqual({
      status: 201,
      operation: 'Failed',
      code: 'AllocationFailed',
    });
    expect((await world.arm.ok('GET', vmPath(group, 'new'))).properties.provisioningState).toBe('Failed');
    expect(await act(vmPath(group, 'new'), 'start')).toEqual({ status: 202, operation: 'Succeeded' });
  });

  it('TORPOR-25 says its name where nothing else is said, and its message where there is one', async () => {
    const vm = await aVm();
    const messageOf = async (name: string, parameters: object) => {
      await world.armFault(name, { kind: 'internal-operation-error', target: { vm }, parameters });
      const { headers } = await world.arm.send('POST', `${vm}/restart`);
      await world.arm.settled();
      return (await world.arm.ok('GET', headers['azure-asyncoperation'] ?? '')).error.message;
    };
    expect(await messageOf('named', {})).toContain('fault named was armed for it');
    expect(await messageOf('told', { message: 'as the story wants it' })).toContain('as the story wants it');
  });
});

describe('a failure past the pivot', () => {
  it('TORPOR-8 disk-detach-failure leaves the operation stuck, and a retry finishes it', async () => {
    const vm = await aVm();
    await world.armFault('detach', { kind: 'disk-detach-failure', target: { vm } });
    const answer = await world.arm.send('POST', `${vm}/${ACTIONS.hibernate}`);
    await world.arm.settled();
    expect(await world.outcomeOf(answer)).toEqual({
      status: 202,
      operation: 'Failed',
      code: 'InternalOperationError',
    });
    const id = answer.headers['x-ms-request-id'];
    const operation = `${EMULATOR}/operations/${id}`;
    expect((await world.arm.ok('GET', operation)).properties).toMatchObject({
      status: 'stuck',
      faults: ['detach'],
      error: { code: 'disk-detach-failed', rule: 'TORPOR-8' },
    });
    expect((await act(vm, 'start')).code).toBe('Conflict');

    expect((await world.arm.ok('POST', `${operation}/retry`)).properties.status).toBe('running');
    await world.arm.settled();
    expect((await world.arm.ok('GET', operation)).properties.status).toBe('succeeded');
    expect(await world.states(vm)).toEqual(HIBERNATED);
    expect(await act(vm, 'start')).toEqual({ status: 202, operation: 'Succeeded' });
    const again = await world.arm.send('POST', `${operation}/retry`);
    expect([again.status, again.body.error.additionalInfo[0].info.code]).toEqual([
      409,
      'operation-not-stuck',
    ]);
  });
});

describe('a host that fails in the middle', () => {
  const hostOf = async (vm: string) => {
    const name = vm.split('/').at(-1);
    const [found] = await world.arm.database.query(
      `select h.name from host h join host_allocation a on a.host_id = h.id
         join virtual_machine v on v.id = a.vm_id where v.name = $1`,
      [name],
    );
    return found?.name as string | undefined;
  };
  const repair = (host: string | undefined) => world.arm.ok('POST', `${EMULATOR}/hosts/${host}/repair`);

  it('ASSUME-13 before the pivot: the operation fails, and the VM is taken off the host', async () => {
    const vm = await aVm();
    const host = await hostOf(vm);
    await world.armFault('host', { kind: 'host-failure', target: { host } });
    expect(await act(vm, 'hibernate')).toEqual({
      status: 202,
      operation: 'Failed',
      code: 'InternalOperationError',
    });
    expect((await world.arm.ok('GET', `${EMULATOR}/hosts/${host}`)).properties.state).toBe('down');
    await world.recover();
    expect(await world.states(vm)).toEqual(DEALLOCATED);
    expect(await act(vm, 'start')).toEqual({ status: 202, operation: 'Succeeded' });
    expect(await hostOf(vm)).not.toBe(host);
    await repair(host);
  });

  it('ASSUME-13 past the pivot: the VM hibernates all the same, and resumes elsewhere', async () => {
    const vm = await aVm();
    const host = await hostOf(vm);
    await world.armFault('late', {
      kind: 'host-failure',
      target: { vm },
      parameters: { step: 'persist-disks' },
    });
    expect(await act(vm, 'hibernate')).toEqual({ status: 202, operation: 'Succeeded' });
    expect(await world.states(vm)).toEqual(HIBERNATED);
    expect((await world.arm.ok('GET', `${EMULATOR}/hosts/${host}`)).properties.state).toBe('down');
    expect(await act(vm, 'start')).toEqual({ status: 202, operation: 'Succeeded' });
    await world.recover();
    await repair(host);
  });

  it('ASSUME-13 under a VM that starts: it is hibernated as before, and starts elsewhere', async () => {
    const vm = await aVm(['hibernate']);
    await world.armFault('boot', { kind: 'host-failure', target: { vm } });
    expect(await act(vm, 'start')).toEqual({
      status: 202,
      operation: 'Failed',
      code: 'InternalOperationError',
    });
    expect(await world.states(vm)).toEqual(HIBERNATED);
    await world.recover();
    expect(await act(vm, 'start')).toEqual({ status: 202, operation: 'Succeeded' });
    const down = (await world.arm.ok('GET', `${EMULATOR}/hosts`)).value.find(
      ({ properties }: { properties: { state: string } }) => properties.state === 'down',
    );
    await repair(down.name);
  });
});

describe('a hibernation extension that fails', () => {
  const BODY = {
    location: 'eastus',
    properties: {
      publisher: 'Microsoft.CPlat.Core',
      type: 'LinuxHibernateExtension',
      typeHandlerVersion: '1.0',
    },
  };
  const install = async (vm: string) => {
    const answer = await world.arm.send('PUT', `${vm}/extensions/hibernate`, BODY);
    await world.arm.settled();
    return world.outcomeOf(answer);
  };

  it('AZURE-20 when it is installed: hibernating is refused until it has been installed once more', async () => {
    const vm = await aVm();
    await world.armFault('install', { kind: 'extension-failed', target: { vm } });
    expect(await install(vm)).toMatchObject({ operation: 'Failed', code: 'VMExtensionProvisioningError' });
    expect((await world.arm.ok('GET', `${vm}/extensions/hibernate`)).properties.provisioningState).toBe(
      'Failed',
    );
    expect(await act(vm, 'hibernate')).toEqual({ status: 409, code: 'OperationNotAllowed' });
    expect((await install(vm)).operation).toBe('Succeeded');
    expect(await act(vm, 'hibernate')).toEqual({ status: 202, operation: 'Succeeded' });
  });

  it('AZURE-20 when the VM comes up: it runs, and hibernating is refused until it is reapplied', async () => {
    const vm = await aVm();
    expect((await install(vm)).operation).toBe('Succeeded');
    expect((await act(vm, 'hibernate')).operation).toBe('Succeeded');
    await world.armFault('boot', { kind: 'extension-failed', target: { vm }, operations: ['start'] });
    expect(await act(vm, 'start')).toEqual({ status: 202, operation: 'Succeeded' });
    expect(await act(vm, 'hibernate')).toEqual({ status: 409, code: 'OperationNotAllowed' });
    expect((await world.act(`${vm}/reapply`)).operation).toBe('Succeeded');
    expect(await act(vm, 'hibernate')).toEqual({ status: 202, operation: 'Succeeded' });
  });
});

describe('a VM that is to move', () => {
  it('AZURE-30 is left where it is when no other place is found', async () => {
    const vm = await aVm();
    await world.armFault('move', { kind: 'allocation-failed', target: { vm } });
    expect(await world.act(`${vm}/redeploy`)).toEqual({
      status: 202,
      operation: 'Failed',
      code: 'AllocationFailed',
    });
    expect(await world.states(vm)).toEqual(RUNNING);
    expect((await world.act(`${vm}/redeploy`)).operation).toBe('Succeeded');
  });
});
