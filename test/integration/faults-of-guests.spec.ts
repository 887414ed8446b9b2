import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FAULTS, type FaultEntry } from '#libs/linux-guest';
import { brokenPromises } from '../world/broken-promises.js';
import { EMULATOR, FaultApp } from '../world/fault-app.js';

let world: FaultApp;

beforeAll(async () => {
  world = await FaultApp.open();
});
afterAll(() => world.close());

/** What the kinds take, of a VM with one NIC and one data disk. */
const ARGUMENTS: Readonly<Record<FaultEntry['takes'], object>> = {
  nothing: {},
  slot: { slot: 'nic 0' },
  disk: { slot: 'data disk 0' },
  number: { value: 3 },
  text: { value: '4.0' },
};

async function begin(path: string): Promise<string> {
  const { status, headers } = await world.arm.send('POST', path);
  expect(status).toBe(202);
  await world.arm.settled();
  return headers['x-ms-request-id'] ?? '';
}

const faultsOf = async (id: string) =>
  (await world.arm.ok('GET', `${EMULATOR}/operations/${id}`)).properties.faults;

describe('a fault of the guest that is armed', () => {
  const kinds = Object.entries<FaultEntry>(FAULTS);
  it.each(kinds)(
    'TORPOR-25 %s is there for one hibernation and one start, and then no more',
    async (kind, { takes }) => {
      const name = `v-${kind}`;
      const vm = await world.createVm(name);
      await world.armFault(kind, {
        kind: `guest:${kind}`,
        target: { vm },
        times: 2,
        parameters: ARGUMENTS[takes],
      });
      const slept = await begin(`${vm}/deallocate?hibernate=true`);
      expect(await faultsOf(slept)).toEqual([kind]);
      // Where the guest did not sleep the second strike falls on whatever turns it off.
      const next = (await world.states(vm))[0] === 'PowerState/running' ? 'deallocate' : 'start';
      expect(await faultsOf(await begin(`${vm}/${next}`))).toEqual([kind]);
      expect(await world.fault(kind)).toMatchObject({ status: 'spent', hits: 2 });

      if ((await world.states(vm))[0] !== 'PowerState/deallocated') await begin(`${vm}/deallocate`);
      const [{ faults }] = await world.arm.database.query(
        'select faults from virtual_machine where name = $1',
        [name],
      );
      expect(faults).toEqual([]);
      expect(await world.act(`${vm}/start`)).toEqual({ status: 202, operation: 'Succeeded' });
      expect(await world.act(`${vm}/deallocate?hibernate=true`)).toEqual({
        status: 202,
        operation: 'Succeeded',
      });
      expect(await brokenPromises(world.arm.database)).toEqual([]);
      await world.act(vm, 'DELETE');
    },
  );
});
