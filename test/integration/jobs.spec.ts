import { afterAll, beforeAll, expect, it } from 'vitest';
import { EmulatorApp } from '../world/emulator-app.js';

let emulator: EmulatorApp;
let mostRunning = 0;

beforeAll(async () => {
  emulator = await EmulatorApp.open(async (database) => {
    const [{ count }] = (await database.query(
      `select count(*)::integer as count from operation where status = 'running' and job_id is not null`,
    )) as [{ count: number }];
    mostRunning = Math.max(mostRunning, count);
  });
});
afterAll(() => emulator.close());

it('smoke', async () => {
  const host = {
    properties: { generation: 'intel-ice-lake', capacity: { vcpus: 200, memoryMib: 819_200, vfSlots: 8 } },
  };
  expect((await emulator.send('PUT', 'hosts/Host-1', host)).status).toBe(201);
  await emulator.createVms(Array.from({ length: 50 }, (_, i) => `vm-${i}`));
  const got = await emulator.send('GET', 'hosts/host-1');
  expect(got.body.properties.virtualMachines).toHaveLength(50);
  const start = performance.now();
  const job = await emulator.send('PUT', 'jobs/night', {
    properties: { action: 'hibernate', select: { resourceGroup: 'night-shift' }, concurrency: 8 },
  });
  console.log(JSON.stringify(job).slice(0, 1500));
  await emulator.settled();
  const after = await emulator.send('GET', 'jobs/night');
  console.log(JSON.stringify(after.body.properties).slice(0, 1500), mostRunning, performance.now() - start);
  const ops = await emulator.send('GET', 'operations?top=1');
  console.log(JSON.stringify(ops.body, null, 1).slice(0, 6000));
});
