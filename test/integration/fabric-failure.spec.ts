import { afterAll, beforeAll, expect, it } from 'vitest';
import { ArmTestApp } from '../world/arm-app.js';
import { createVm, vm } from '../world/arm-groups.js';

/** What the fabric refuses as long as the trigger is there: a row of a Hyper-V VM. */
const BREAK_FABRIC = `
  create function refuse_hyperv_vm() returns trigger language plpgsql
      as $$ begin raise exception 'the fabric is out of order'; end $$;
  create trigger broken_fabric before insert on hyperv_vm execute function refuse_hyperv_vm();`;
const MEND_FABRIC = 'drop trigger broken_fabric on hyperv_vm';

let arm: ArmTestApp;

beforeAll(async () => {
  arm = await ArmTestApp.open();
  await arm.cloud.addHost('host-a');
});
afterAll(() => arm.close());

async function outcomeOfStart(): Promise<unknown> {
  const { status, headers } = await arm.send('POST', `${vm('g', 'vm')}/start`);
  await arm.settled();
  const operation = await arm.ok('GET', headers['azure-asyncoperation'] ?? '');
  const { properties } = await arm.ok('GET', `${vm('g', 'vm')}?$expand=instanceView`);
  const powerState = properties.instanceView.statuses.at(-1).code;
  return { status, operation: operation.status, error: operation.error?.code, powerState };
}

it('AZURE-23 TORPOR-7 a failure of the fabric is an InternalOperationError, and a later start succeeds', async () => {
  await createVm(arm, 'g', 'vm', { additionalCapabilities: { hibernationEnabled: false } });
  await arm.send('POST', `${vm('g', 'vm')}/deallocate`);
  await arm.settled();

  await arm.database.query(BREAK_FABRIC);
  expect(await outcomeOfStart()).toEqual({
    status: 202,
    operation: 'Failed',
    error: 'InternalOperationError',
    powerState: 'PowerState/deallocated',
  });
  expect(await arm.database.query('select vm_id from host_allocation')).toEqual([]);

  await arm.database.query(MEND_FABRIC);
  expect(await outcomeOfStart()).toEqual({
    status: 202,
    operation: 'Succeeded',
    error: undefined,
    powerState: 'PowerState/running',
  });
});
