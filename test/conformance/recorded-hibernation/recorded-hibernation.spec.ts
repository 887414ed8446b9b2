import { afterAll, beforeAll, expect, it } from 'vitest';
import { ArmTestApp, type ArmAnswer } from '../../world/arm-app.js';
import * as given from './recorded-requests.js';
import {
  ENDED_OPERATION,
  GROUP,
  HIBERNATED_STATUSES,
  NETWORK,
  NIC,
  RUNNING_OPERATION,
  shapeOfValue,
  vmShape,
  type Shape,
} from './recorded-shapes.js';

let arm: ArmTestApp;

beforeAll(async () => {
  arm = await ArmTestApp.open();
  await arm.cloud.addHost('host-a', 'amd-milan');
  await arm.cloud.addHost('host-b', 'amd-milan');
});
afterAll(() => arm.close());

/** The headers of the protocol that an answer of the recording has; absent ones count as much. */
const HEADERS = [
  'azure-asyncoperation',
  'azure-asyncnotification',
  'location',
  'retry-after',
  'etag',
  'content-type',
];

interface Seen {
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: Shape | 'nothing';
}

function seen({ status, headers, body }: ArmAnswer): Seen {
  return {
    status,
    headers: HEADERS.filter((name) => headers[name] !== undefined),
    body: body === undefined ? 'nothing' : shapeOfValue(body),
  };
}

const JSON_BODY = 'content-type';
const BEGUN = ['azure-asyncoperation', 'azure-asyncnotification', 'retry-after'] as const;
const ACCEPTED: Seen = {
  status: 202,
  headers: ['azure-asyncoperation', 'azure-asyncnotification', 'location', 'retry-after'],
  body: 'nothing',
};
const DONE: Seen = { status: 200, headers: [], body: 'nothing' };

/** The answers to one long operation, from its request to its end; it is held until it has been seen to run. */
async function operation(begin: () => Promise<ArmAnswer>): Promise<readonly ArmAnswer[]> {
  arm.queue.pause();
  const first = await begin();
  const status = first.headers['azure-asyncoperation'] ?? '';
  const running = await arm.send('GET', status);
  arm.queue.resume();
  await arm.settled();
  return [first, running, await arm.send('GET', status)];
}

const RUNNING: Seen = { status: 200, headers: ['retry-after', JSON_BODY], body: RUNNING_OPERATION };
const ENDED: Seen = { status: 200, headers: [JSON_BODY], body: ENDED_OPERATION };

it('ARM-6 ARM-7 ARM-8 ARM-9 AZURE-35 AZURE-36 AZURE-37 a recorded hibernation and resume has the same shape here', async () => {
  // 1 to 3: group, network and NIC.
  expect(seen(await arm.send('PUT', given.GROUP_PATH, given.GROUP_BODY))).toEqual({
    status: 201,
    headers: [JSON_BODY],
    body: GROUP,
  });
  const network = await arm.send('PUT', given.NETWORK_PATH, given.NETWORK_BODY);
  expect([network.status, network.body.properties.provisioningState, shapeOfValue(network.body)]).toEqual([
    201,
    'Updating',
    NETWORK,
  ]);
  expect((await arm.send('GET', network.headers['azure-asyncoperation'] ?? '')).body).toMatchObject({
    status: 'Succeeded',
  });
  expect(seen(await arm.send('GET', given.NETWORK_PATH))).toEqual({
    status: 200,
    headers: ['etag', JSON_BODY],
    body: NETWORK,
  });
  const nic = await arm.send('PUT', given.NIC_PATH, given.NIC_BODY);
  expect([nic.status, nic.body.properties.provisioningState, shapeOfValue(nic.body)]).toEqual([
    201,
    'Succeeded',
    NIC,
  ]);

  // 4 to 6: the VM, with the extension that nobody asked for.
  const [created, ...creation] = await operation(() => arm.send('PUT', given.VM_PATH, given.VM_BODY));
  expect(seen(created as ArmAnswer)).toEqual({
    status: 201,
    headers: [...BEGUN, 'etag', JSON_BODY],
    body: vmShape('creating'),
  });
  expect(statesOf(created)).toEqual(['"1"', 'Creating', 'Creating']);
  expect(creation.map(seen)).toEqual([RUNNING, ENDED]);
  const running = await arm.send('GET', given.VM_PATH);
  expect(seen(running)).toEqual({
    status: 200,
    headers: ['etag', JSON_BODY],
    body: vmShape('running'),
  });
  expect(statesOf(running)).toEqual(['"2"', 'Succeeded', 'Succeeded']);

  // 7 to 9: hibernation.
  const hibernation = await operation(() => arm.send('POST', `${given.VM_PATH}/deallocate?hibernate=true`));
  expect(hibernation.map(seen)).toEqual([ACCEPTED, RUNNING, ENDED]);
  expect(seen(await arm.send('GET', locationOf(hibernation)))).toEqual(DONE);

  // 10 and 11: what a hibernated VM shows.
  expect(seen(await arm.send('GET', given.VM_PATH))).toEqual({
    status: 200,
    headers: ['etag', JSON_BODY],
    body: vmShape('hibernated'),
  });
  const expanded = await arm.send('GET', `${given.VM_PATH}?$expand=instanceView`);
  expect(seen(expanded)).toEqual({
    status: 200,
    headers: [JSON_BODY],
    body: vmShape('hibernated', 'with its view'),
  });
  const { statuses } = expanded.body.properties.instanceView;
  expect(statuses.map(shapeOfValue)).toEqual(HIBERNATED_STATUSES);
  expect(statuses).toEqual([
    {
      code: 'ProvisioningState/succeeded',
      level: 'Info',
      displayStatus: 'Provisioning succeeded',
      time: expect.any(String),
    },
    { code: 'PowerState/deallocated', level: 'Info', displayStatus: 'VM deallocated' },
    { code: 'HibernationState/Hibernated', level: 'Info', displayStatus: 'VM hibernated' },
  ]);

  // 12 to 14: the resume.
  const resume = await operation(() => arm.send('POST', `${given.VM_PATH}/start`));
  expect(resume.map(seen)).toEqual([ACCEPTED, RUNNING, ENDED]);
  expect(seen(await arm.send('GET', locationOf(resume)))).toEqual(DONE);
  expect(seen(await arm.send('GET', given.VM_PATH)).body).toEqual(vmShape('running'));
  expect(await bootSubstatus()).toBe('ComponentStatus/VMBootState/Resume/succeeded');
});

it('AZURE-37 a cold boot of the same VM shows in the same place', async () => {
  await operation(() => arm.send('POST', `${given.VM_PATH}/deallocate`));
  await operation(() => arm.send('POST', `${given.VM_PATH}/start`));
  expect(await bootSubstatus()).toBe('ComponentStatus/VMBootState/Start/succeeded');
});

/** Tag, state of the VM, state of its extension. */
function statesOf(answer: ArmAnswer | undefined): readonly unknown[] {
  const { etag, properties, resources } = answer?.body ?? {};
  return [etag, properties.provisioningState, resources[0].properties.provisioningState];
}

function locationOf([first]: readonly ArmAnswer[]): string {
  return first?.headers['location'] ?? '';
}

async function bootSubstatus(): Promise<unknown> {
  const view = await arm.ok('GET', `${given.VM_PATH}/instanceView`);
  return view.extensions[0].substatuses[0].code;
}
