import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pin } from '#libs/explanation';
import { VM_ACTIONS } from '../../src/operations/vm-actions.js';
import { emulationPath, EmulatorApp, HOST_BODY, vmPath } from '../world/emulator-app.js';
import { vmNamed } from '../world/stored-cloud.js';

/** A local Hyper-V: nothing is pinned, and every VM starts on the other host. */
const LOCAL = { properties: { policy: 'local-hyperv' } };

let emulator: EmulatorApp;
let nics = 0;

beforeAll(async () => {
  emulator = await EmulatorApp.open();
  for (const host of ['one', 'two']) await emulator.send('PUT', `hosts/${host}`, HOST_BODY);
});
afterAll(() => emulator.close());

/** A running VM with one accelerated NIC, under policy local-hyperv from its first boot. */
async function createLocalVm(name: string): Promise<void> {
  const nic = `${name}-nic`;
  await emulator.cloud.addNic(nic, `00-22-48-00-00-0${(nics += 1)}`);
  await emulator.send('POST', 'policies/local-hyperv/activate');
  await emulator.createVms([name], {
    nics: [{ subscriptionId: vmNamed(name).subscriptionId, groupName: vmNamed(name).groupName, name: nic }],
  });
  await emulator.send('POST', 'policies/azure/activate');
  await emulator.send('PUT', emulationPath(name), LOCAL);
}

async function act(name: string, action: keyof typeof VM_ACTIONS): Promise<void> {
  await emulator.cloud.begin.begin({ vm: vmNamed(name), ...VM_ACTIONS[action] });
  await emulator.settled();
}

async function severity(name: string): Promise<string> {
  return (await emulator.send('GET', emulationPath(name))).body.properties.verdict.severity;
}

async function pinsOf(name: string): Promise<{ source: string; pins: readonly Pin[] }> {
  const { body } = await emulator.send('GET', `${vmPath(name)}/providers/Torpor.Emulator/pins/default`);
  return body.properties;
}

/** Puts the policy that the list of pins makes, and sets it for the VM. */
async function pin(name: string, policyName: string): Promise<void> {
  const path = `${vmPath(name)}/providers/Torpor.Emulator/pins/default?policyName=${policyName}`;
  const { name: ownName, ...document } = (await emulator.send('GET', path)).body.properties.pinnedPolicy;
  const put = await emulator.send('PUT', `policies/${ownName}`, { properties: document });
  expect([put.status, put.body.name]).toEqual([201, policyName]);
  await emulator.send('PUT', emulationPath(name), { properties: { policy: policyName } });
}

const openSlots = (pins: readonly Pin[]) => pins.filter(({ isMet }) => !isMet).map(({ slot }) => slot);

describe('a VM under policy local-hyperv', () => {
  it('MOVE-13 MOVE-3 resumes once the pins of its image are a policy', async () => {
    await createLocalVm('asleep');
    await act('asleep', 'hibernate');
    const before = await pinsOf('asleep');
    expect([before.source, openSlots(before.pins)]).toEqual(['image', ['scsi 0', 'scsi 1', 'nic 0', 'vf 0']]);
    await pin('asleep', 'pinned-asleep');
    expect(openSlots((await pinsOf('asleep')).pins)).toEqual([]);
    await act('asleep', 'start');
    expect(await severity('asleep')).toBe('resumed');
  });

  it('MOVE-13 MOVE-5 MOVE-6 loses its devices without them, and never again once they are pinned', async () => {
    await createLocalVm('failed');
    await act('failed', 'hibernate');
    await act('failed', 'start');
    expect(await severity('failed')).toBe('hung-or-undefined');
    const lost = await pinsOf('failed');
    expect([lost.source, openSlots(lost.pins)]).toEqual([
      'last-resume',
      ['scsi 0', 'scsi 1', 'nic 0', 'vf 0'],
    ]);
    await pin('failed', 'pinned-failed');
    for (const action of ['deallocate', 'start', 'hibernate', 'start'] as const) await act('failed', action);
    expect(await severity('failed')).toBe('resumed');
  });
});
