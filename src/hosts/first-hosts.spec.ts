import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestDatabase, type TestDatabase } from '../engines/testing/test-database.js';
import { openDataSource } from '../persistence/data-source.js';
import { findHost } from '../persistence/host.repository.js';
import { registerFirstHosts } from './first-hosts.js';

let test: TestDatabase;
let database: DataSource;
beforeAll(async () => {
  test = await startTestDatabase({
    name: 'migrated',
    fill: async (template) => (await openDataSource(template)).destroy(),
  });
  database = await openDataSource(test.url, { poolSize: 2 });
});
afterAll(async () => {
  await database.destroy();
  await test.close();
});
beforeEach(async () => {
  await database.query('delete from host');
});

async function hostNames(): Promise<readonly string[]> {
  const found: readonly { readonly name: string }[] = await database.query(
    'select name from host order by name',
  );
  return found.map(({ name }) => name);
}

describe('registerFirstHosts', () => {
  it('registers hosts that can take VMs', async () => {
    await registerFirstHosts(database, 3);
    expect([await hostNames(), await findHost(database, 'host-2')]).toMatchObject([
      ['host-1', 'host-2', 'host-3'],
      {
        name: 'host-2',
        cluster: 'default',
        state: 'available',
        generation: { name: 'intel-ice-lake' },
        capacity: { vcpus: 64, memoryMib: 262_144, vfSlots: 16 },
      },
    ]);
  });

  it('leaves a cloud alone that has hosts, however few', async () => {
    await registerFirstHosts(database, 1);
    await registerFirstHosts(database, 4);
    expect(await hostNames()).toEqual(['host-1']);
  });

  it('registers none unless asked to', async () => {
    await registerFirstHosts(database, 0);
    expect(await hostNames()).toEqual([]);
  });

  it('is done once where two processes start at the same time', async () => {
    await Promise.all([registerFirstHosts(database, 5), registerFirstHosts(database, 5)]);
    expect(await hostNames()).toEqual(['host-1', 'host-2', 'host-3', 'host-4', 'host-5']);
  });
});
