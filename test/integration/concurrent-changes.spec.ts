import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ArmAnswer, ArmTestApp } from '../world/arm-app.js';
import { createVm, vm } from '../world/arm-groups.js';
import {
  disk,
  diskBody,
  network,
  networkBody,
  nic,
  nicBody,
  openCloudWithVm,
} from '../world/arm-requests.js';

let arm: ArmTestApp;

beforeAll(async () => {
  arm = await openCloudWithVm();
});
afterAll(() => arm.close());

/** Resolves once a transaction waits for a lock that another one holds, or when there is no need to know. */
async function somebodyWaits(isOver: AbortSignal): Promise<void> {
  while (!isOver.aborted) {
    const waiting: unknown[] = await arm.database.query(
      `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (waiting.length > 0) return;
  }
}

/** Sends a request while somebody else has changed what it is about and commits only once the request waits. */
async function overtaken(
  change: readonly [sql: string, parameters?: readonly unknown[]],
  request: () => Promise<ArmAnswer>,
): Promise<ArmAnswer> {
  const other = arm.database.createQueryRunner();
  try {
    await other.startTransaction();
    await other.query(change[0], [...(change[1] ?? [])]);
    const answered = new AbortController();
    const answer = request().finally(() => answered.abort());
    await somebodyWaits(answered.signal);
    await other.commitTransaction();
    return await answer;
  } finally {
    await other.release();
  }
}

const refused = ({ status, body }: ArmAnswer) => {
  const { code, message, additionalInfo } = body.error;
  return [status, code, additionalInfo[0].info.code, message];
};
const conflict = (detail: string) => [
  409,
  'Conflict',
  'generation-conflict',
  `The resource was changed by somebody else at the same time: ${detail}.`,
];

describe('a resource that somebody changed since it was read', () => {
  it.each([
    ['network_interface', nic('free'), nicBody({ enableIPForwarding: true })],
    ['disk', disk('free'), diskBody({ diskSizeGB: 16 })],
  ])('TORPOR-10 a free %s that was just given to a VM stays as that VM got it', async (table, path, body) => {
    const given = `update ${table} set vm_id = (select id from virtual_machine where name = 'vm'),
      ${table === 'disk' ? 'lun' : 'position'} = 7 where name = 'free'`;
    const answer = await overtaken([given], () => arm.send('PUT', path, body));
    expect(refused(answer)).toEqual(conflict('free was given to or taken from a VM just now'));
    const { properties } = await arm.ok('GET', path);
    expect([properties.enableIPForwarding ?? false, properties.diskSizeGB ?? 8]).toEqual([false, 8]);
  });

  it('TORPOR-10 a network that was just made stays as it was made', async () => {
    const made = `insert into virtual_network (id, group_id, name, name_key, location, tags, etag, properties)
      select gen_random_uuid(), id, 'raced', 'raced', 'eastus', '{}', gen_random_uuid(), $1 from resource_group
       where name_key = 'g'`;
    const { properties } = networkBody({ subnets: [], addressSpace: { addressPrefixes: ['10.9.0.0/16'] } });
    const answer = await overtaken([made, [JSON.stringify(properties)]], () =>
      arm.send('PUT', network('raced'), networkBody()),
    );
    expect(refused(answer)).toEqual(conflict('network raced was made at the same time'));
    expect(
      await arm.database.query(`select count(*)::int as subnets from subnet s
        join virtual_network v on v.id = s.network_id where v.name = 'raced'`),
    ).toEqual([{ subnets: 0 }]);
  });

  it('TORPOR-10 ARM-14 of two who change what both have read the second is refused', async () => {
    const { etag } = await arm.ok('GET', network('net'));
    const change = (tags: object) =>
      arm.send('PUT', network('net'), { ...networkBody(), tags }, { headers: { 'if-match': etag } });
    const answers = await Promise.all([change({ by: 'left' }), change({ by: 'right' })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    const winner = answers.find(({ status }) => status === 200);
    expect((await arm.ok('GET', network('net'))).tags).toEqual(winner?.body.tags);
  });
});

describe('a VM that is deleted', () => {
  it('TORPOR-10 is locked before its parts, as by everybody who changes a part', async () => {
    await createVm(arm, 'parts', 'gone');
    const other = arm.database.createQueryRunner();
    try {
      await other.startTransaction();
      await other.query(`select 1 from network_interface where name = 'gone-nic' for update`);
      await arm.ok('DELETE', vm('parts', 'gone'));
      await somebodyWaits(AbortSignal.timeout(30_000));
      const free: unknown[] = await arm.database.query(
        `select 1 from virtual_machine where name = 'gone' for update skip locked`,
      );
      expect(free).toEqual([]);
      await other.commitTransaction();
    } finally {
      await other.release();
    }
    await arm.settled();
    expect((await arm.send('GET', vm('parts', 'gone'))).status).toBe(404);
  });
});
