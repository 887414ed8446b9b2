import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  databaseSnapshot,
  EmulatorApp,
  emulationPath,
  HOST_BODY as HOST,
  refusalCode,
} from '../world/emulator-app.js';

const CAPACITY = HOST.properties.capacity;

let emulator: EmulatorApp;

beforeAll(async () => {
  emulator = await EmulatorApp.open();
  await emulator.send('PUT', 'hosts/only', HOST);
  await emulator.createVms(['guest']);
});
afterAll(() => emulator.close());

describe('bad input', () => {
  const host = (change: object) => ({ properties: { ...HOST.properties, ...change } });
  const capacity = (change: object) => host({ capacity: { ...CAPACITY, ...change } });
  const profile = (change: object) => ({
    properties: { distribution: 'Mine', kernelVersion: '6.8', ...change },
  });
  const clock = (change: object) => ({ properties: { mode: 'manual', ...change } });

  it.each<[string, 'PUT' | 'POST' | 'GET', string, unknown, string, string | undefined]>([
    ['no body', 'PUT', 'hosts/h', undefined, 'invalid-body', undefined],
    ['a list for a body', 'PUT', 'hosts/h', [], 'invalid-body', undefined],
    ['no properties', 'PUT', 'hosts/h', {}, 'invalid-body', 'properties'],
    ['a member of no document', 'PUT', 'hosts/h', { ...HOST, tags: {} }, 'unknown-member', 'tags'],
    [
      'an unknown generation',
      'PUT',
      'hosts/h',
      host({ generation: 'z80' }),
      'invalid-body',
      'properties.generation',
    ],
    ['no capacity', 'PUT', 'hosts/h', host({ capacity: undefined }), 'invalid-body', 'properties.capacity'],
    ['no vCPUs', 'PUT', 'hosts/h', capacity({ vcpus: 0 }), 'invalid-body', 'properties.capacity.vcpus'],
    ['half a vCPU', 'PUT', 'hosts/h', capacity({ vcpus: 0.5 }), 'invalid-body', 'properties.capacity.vcpus'],
    [
      'vCPUs as text',
      'PUT',
      'hosts/h',
      capacity({ vcpus: '8' }),
      'invalid-body',
      'properties.capacity.vcpus',
    ],
    [
      'bytes for MiB',
      'PUT',
      'hosts/h',
      capacity({ memoryMib: 2 ** 38 }),
      'invalid-body',
      'properties.capacity.memoryMib',
    ],
    [
      'VF slots below zero',
      'PUT',
      'hosts/h',
      capacity({ vfSlots: -1 }),
      'invalid-body',
      'properties.capacity.vfSlots',
    ],
    [
      'a misspelt capacity',
      'PUT',
      'hosts/h',
      capacity({ ram: 1 }),
      'unknown-member',
      'properties.capacity.ram',
    ],
    [
      'a cluster that is no name',
      'PUT',
      'hosts/h',
      host({ cluster: 'a b' }),
      'invalid-name',
      'properties.cluster',
    ],
    ['a host that is no name', 'PUT', 'hosts/-h', HOST, 'invalid-name', 'hostName'],
    ['a host with too long a name', 'PUT', `hosts/${'h'.repeat(81)}`, HOST, 'invalid-name', 'hostName'],
    [
      'a policy that is no object',
      'PUT',
      'policies/p',
      { properties: 'azure' },
      'invalid-body',
      'properties',
    ],
    ['an empty policy', 'PUT', 'policies/p', { properties: {} }, 'policy-invalid', 'properties.description'],
    [
      'a policy named twice',
      'PUT',
      'policies/p',
      { properties: { name: 'q' } },
      'policy-invalid',
      'properties.name',
    ],
    [
      'no kernel',
      'PUT',
      'guestProfiles/g',
      profile({ kernelVersion: undefined }),
      'invalid-body',
      'properties.kernelVersion',
    ],
    [
      'a kernel without a number',
      'PUT',
      'guestProfiles/g',
      profile({ kernelVersion: 'latest' }),
      'invalid-body',
      'properties.kernelVersion',
    ],
    [
      'an unknown architecture',
      'PUT',
      'guestProfiles/g',
      profile({ architecture: 'z80' }),
      'invalid-body',
      'properties.architecture',
    ],
    [
      'a flag as text',
      'PUT',
      'guestProfiles/g',
      profile({ hasResumeParameter: 'yes' }),
      'invalid-body',
      'properties.hasResumeParameter',
    ],
    [
      'swap below zero',
      'PUT',
      'guestProfiles/g',
      profile({ swapMib: -1 }),
      'invalid-body',
      'properties.swapMib',
    ],
    [
      'a slot that is none',
      'PUT',
      'guestProfiles/g',
      profile({ uioSlots: ['nic'] }),
      'invalid-body',
      'properties.uioSlots[0]',
    ],
    [
      'a slot named twice',
      'PUT',
      'guestProfiles/g',
      profile({ uioSlots: ['nic 0', 'nic 0'] }),
      'invalid-body',
      'properties.uioSlots',
    ],
    [
      'an unknown kind',
      'PUT',
      'guestProfiles/g',
      profile({ kindsWithoutDriver: ['usb'] }),
      'invalid-body',
      'properties.kindsWithoutDriver[0]',
    ],
    [
      'a misspelt member',
      'PUT',
      'guestProfiles/g',
      profile({ swap: 1 }),
      'unknown-member',
      'properties.swap',
    ],
    ['an unknown mode', 'PUT', 'clock/default', clock({ mode: 'fast' }), 'invalid-body', 'properties.mode'],
    [
      'scaled without a factor',
      'PUT',
      'clock/default',
      clock({ mode: 'scaled' }),
      'invalid-body',
      'properties.factor',
    ],
    [
      'a factor without scaled',
      'PUT',
      'clock/default',
      clock({ factor: 2 }),
      'invalid-body',
      'properties.factor',
    ],
    [
      'a clock that stands still',
      'PUT',
      'clock/default',
      clock({ mode: 'scaled', factor: 0 }),
      'invalid-body',
      'properties.factor',
    ],
    [
      'an advance by nothing',
      'POST',
      'clock/default/advance',
      { milliseconds: 0 },
      'invalid-body',
      'milliseconds',
    ],
    [
      'an advance backwards',
      'POST',
      'clock/default/advance',
      { milliseconds: -5 },
      'invalid-body',
      'milliseconds',
    ],
    [
      'an advance as text',
      'POST',
      'clock/default/advance',
      { milliseconds: '1h' },
      'invalid-body',
      'milliseconds',
    ],
    ['an unknown status', 'GET', 'operations?status=odd', undefined, 'invalid-parameter', 'status'],
    ['a top of nothing', 'GET', 'operations?top=0', undefined, 'invalid-parameter', 'top'],
    ['a foreign token', 'GET', 'operations?$skiptoken=MTpmb28', undefined, 'invalid-parameter', '$skiptoken'],
    ['an unknown expansion', 'GET', 'operations/x?$expand=all', undefined, 'invalid-parameter', '$expand'],
    [
      'an unknown override',
      'PUT',
      emulationPath('guest'),
      { properties: { guestOverrides: { name: 'x' } } },
      'unknown-member',
      'properties.guestOverrides.name',
    ],
    [
      'an override out of range',
      'PUT',
      emulationPath('guest'),
      { properties: { guestOverrides: { swapMib: -1 } } },
      'invalid-body',
      'properties.guestOverrides.swapMib',
    ],
    [
      'an unknown strategy',
      'PUT',
      emulationPath('guest'),
      { properties: { placement: { strategy: 'best' } } },
      'invalid-body',
      'properties.placement.strategy',
    ],
  ])(
    'TORPOR-3 %s is refused by name and changes nothing',
    async (_case, method, path, body, code, target) => {
      const before = await databaseSnapshot(emulator.cloud.database);
      const answer = await emulator.send(method, path, body);
      expect([answer.status, refusalCode(answer), answer.body.error.target]).toEqual([400, code, target]);
      expect(await databaseSnapshot(emulator.cloud.database)).toBe(before);
    },
  );

  it('TORPOR-16 names every fault of a guest profile, each with its path', async () => {
    const { body } = await emulator.send('PUT', 'guestProfiles/g', {
      properties: { kernelVersion: 'x', swapMib: 0.5, uioSlots: ['nic'], colour: 'red' },
    });
    expect(body.error.details.map(({ target }: { target: string }) => target)).toEqual([
      'properties.distribution',
      'properties.kernelVersion',
      'properties.swapMib',
      'properties.uioSlots[0]',
      'properties.colour',
    ]);
  });
});
