import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { loadCatalogue } from '../../src/catalogue/load-catalogue.js';
import { readExperiment } from '../../src/what-if/experiment/read-experiment.js';
import type { Executor } from '../../src/what-if/run/executor.js';
import { InProcessExecutor } from '../../src/what-if/run/in-process-executor.js';
import { runExperiment } from '../../src/what-if/run/run-experiment.js';
import { MAX_UNFINISHED_RUNS } from '../../src/what-if/runs/run-limits.js';
import { REAL_RUN_PACE } from '../../src/what-if/runs/run-pace.js';
import { WhatIfRunDriver } from '../../src/what-if/runs/what-if-run-driver.js';
import { WhatIfModule } from '../../src/what-if/what-if.module.js';
import { productVersion } from '../../src/cli/version.js';
import { startTypescript } from '../typescript-process/start-typescript.js';
import { type ArmAnswer, ArmTestApp } from '../world/arm-app.js';
import { SUBSCRIPTION } from '../world/stored-cloud.js';

const EMULATOR = `/subscriptions/${SUBSCRIPTION}/providers/Torpor.Emulator`;
const RUNS = `${EMULATOR}/whatIfRuns`;
/** Four scenarios with guests. */
const ABLATION = `name: policy-ablation
question: How many guests come back whole under each policy?
parameters:
  vms: { sets: fleet.vms, about: Number of VMs }
  seed: { sets: seed, about: Any whole number of 32 bits }
axes:
  policy:
    azure: azure
    local-hyperv: local-hyperv
    only-scsi-pinned: { extends: local-hyperv, devices: { scsi: azure } }
    vfs-left-in: { extends: azure, removeVfsBeforeHibernation: false }
scenario:
  seed: 20240607
  fleet:
    vms: 2000
    groups: { office: 1 }
    machines:
      size: { Standard_D2s_v5: 60, Standard_D4s_v5: 40 }
      acceleratedNetworking: { true: 70, false: 30 }
  guests:
    images: { ubuntu-24.04: 90, no-udev-rule: 6, no-swap: 4 }
  clusters:
    types: { ice-lake: { vcpus: 96, memoryGib: 384, vfSlots: 48, generation: intel-ice-lake } }
    hosts: { perVms: 20, atLeast: 8 }
  schedule:
    groups:
      office:
        firstStart: { from: 06:00, within: 3h }
        hibernate: { from: 18:00, within: 2h }
        start: { from: 07:00, within: 3h }
`;
const SMALL = { vms: '300' };

let arm: ArmTestApp;

beforeAll(async () => {
  arm = await ArmTestApp.open({ modules: [WhatIfModule] });
});
afterEach(() => arm.database.query('delete from what_if_run'));
afterAll(() => arm.close());

const send = (method: string, path: string, body?: unknown) => arm.send(method, path, body);
const put = (name: string, properties: object) => send('PUT', `${RUNS}/${name}`, { properties });
const codeOf = ({ body }: ArmAnswer) => body.error.additionalInfo[0].info.code;

const driverWith = (executor: Executor) =>
  new WhatIfRunDriver(arm.database, executor, REAL_RUN_PACE, pino({ level: 'silent' }));

/** Works on everything that is there to be worked on. */
async function drive(executor: Executor = new InProcessExecutor()): Promise<void> {
  const driver = driverWith(executor);
  driver.kick();
  await driver.settled();
}

async function done(name: string, set: Readonly<Record<string, string>> = SMALL): Promise<void> {
  expect((await put(name, { experiment: ABLATION, set })).status).toBe(201);
  await drive();
}

/** A page is no JSON: the request goes past what reads answers. */
async function page(path: string) {
  const { statusCode, headers, body } = await arm.app.inject({
    method: 'POST',
    url: `${path}?api-version=2024-11-01`,
    headers: { authorization: 'Bearer token-of-the-test' },
  });
  return { statusCode, type: headers['content-type'], body };
}

describe('what-if runs over REST', () => {
  it('TORPOR-27 give the summaries that the library gives', async () => {
    const started = await put('ablation', { experiment: ABLATION, set: SMALL });
    expect([started.status, started.body]).toMatchObject([
      201,
      {
        id: `${RUNS}/ablation`,
        type: 'Torpor.Emulator/whatIfRuns',
        properties: {
          provisioningState: 'Accepted',
          experimentName: 'policy-ablation',
          scenarioCount: 4,
          scenariosDone: 0,
        },
      },
    ]);
    await drive();
    const { properties } = (await send('GET', `${RUNS}/ABLATION`)).body;
    const overrides = [{ path: 'vms', value: '300' }];
    const reading = readExperiment(ABLATION, overrides, loadCatalogue());
    if (reading.kind === 'invalid') throw new Error(JSON.stringify(reading.issues));
    const { summaries } = await runExperiment(reading.experiment, {
      executor: new InProcessExecutor(),
      version: productVersion(),
    });
    const expected = summaries.map((summary) => {
      const { series: _series, ...rest } = summary!;
      return rest;
    });
    expect(properties).toMatchObject({
      provisioningState: 'Succeeded',
      scenariosDone: 4,
      experiment: reading.experiment.text,
    });
    expect(properties.scenarios.map(({ summary }: { summary: object }) => summary)).toEqual(
      JSON.parse(JSON.stringify(expected)),
    );
  });

  it('are told as a page, VM by VM and against each other', async () => {
    await done('one');
    await done('other', { vms: '300', seed: '7' });
    const { statusCode, type, body } = await page(`${RUNS}/one/report`);
    expect([statusCode, type, body.slice(0, 15)]).toEqual([
      200,
      'text/html; charset=utf-8',
      '<!doctype html>',
    ]);
    const { scenarios } = (await send('GET', `${RUNS}/one`)).body.properties;
    const { exampleVm, kind } = scenarios[1].summary.verdicts.find(
      (verdict: { kind: string }) => verdict.kind !== 'asleep' && verdict.kind !== 'resumed',
    );
    const story = await arm.ok('POST', `${RUNS}/one/explain`, { vm: exampleVm, scenario: scenarios[1].name });
    expect(story).toMatchObject({ vm: exampleVm, agrees: true });
    const kinds = story.timeline.map(({ cause }: { cause?: { kind: string } }) => cause?.kind);
    expect(kinds).toContain(kind);
    const comparison = await arm.ok('POST', `${RUNS}/one/compare`, { other: 'other' });
    expect(comparison).toMatchObject({ isEqual: false, onlyBefore: [], onlyAfter: [] });
    expect(comparison.scenarios).toHaveLength(4);
    expect((await arm.ok('POST', `${RUNS}/one/compare`, { other: 'one' })).isEqual).toBe(true);
  });

  it('are the same again when the same experiment is put, as text or as JSON', async () => {
    await done('again');
    const first = await arm.ok('GET', `${RUNS}/again`);
    const same = await put('again', first.properties);
    expect([same.status, same.body]).toEqual([200, first]);
    const { experiment: _text, ...rest } = first.properties;
    const json = { name: 'small', scenario: scenarioMembers() };
    const changed = await send('PUT', `${RUNS}/again`, {
      ...first,
      properties: { ...rest, experiment: json },
    });
    expect([changed.status, changed.body.properties]).toMatchObject([
      200,
      { provisioningState: 'Accepted', experimentName: 'small', scenarioCount: 1 },
    ]);
    const other = await put('again', { experiment: ABLATION });
    expect([other.status, codeOf(other)]).toEqual([409, 'what-if-run-active']);
    await drive();
    expect((await arm.ok('GET', `${RUNS}/again`)).properties.provisioningState).toBe('Succeeded');
  });

  it('are listed without what is large, page by page, and deleted', async () => {
    for (const name of ['b', 'C', 'a']) await put(name, { experiment: ABLATION, set: SMALL });
    const first = await arm.ok('GET', `${RUNS}?$top=2`);
    const second = await arm.ok('GET', first.nextLink);
    const all = [...first.value, ...second.value];
    expect(all.map(({ name }) => name)).toEqual(['a', 'b', 'C']);
    expect(Object.keys(all[0].properties)).toEqual([
      'provisioningState',
      'experimentName',
      'question',
      'experimentSha256',
      'version',
      'createdAt',
      'scenarioCount',
      'scenariosDone',
    ]);
    expect((await send('DELETE', `${RUNS}/c`)).status).toBe(200);
    expect((await send('DELETE', `${RUNS}/c`)).status).toBe(204);
    expect(codeOf(await send('GET', `${RUNS}/c`))).toBe('what-if-run-not-found');
  });

  it('TORPOR-26 are refused with every issue of their experiment, and nothing is stored', async () => {
    const before = await arm.snapshot();
    const wrong = { ...JSON.parse(JSON.stringify(scenarioMembers())), days: 0 };
    const { status, body } = await put('wrong', { experiment: { name: 'wrong', extra: 1, scenario: wrong } });
    expect([
      status,
      body.error.code,
      body.error.details.map(({ target }: { target: string }) => target),
    ]).toEqual([
      400,
      'InvalidParameter',
      ['properties.experiment.extra', 'properties.experiment.scenario.days'],
    ]);
    expect([await arm.snapshot(), (await arm.ok('GET', RUNS)).value]).toEqual([before, []]);
    const verdict = await arm.ok('POST', `${EMULATOR}/validateWhatIf`, {
      experiment: { name: 'wrong', extra: 1, scenario: wrong },
    });
    expect([verdict.valid, verdict.issues.map(({ path }: { path: string }) => path)]).toEqual([
      false,
      ['extra', 'scenario.days'],
    ]);
  });

  it.each([
    ['a file of VMs', { fleet: { file: '/etc/passwd' } }, 'experiment-invalid'],
    ['more VMs than a scenario may have', { vms: 1_000_001 }, 'experiment-too-large'],
  ])('TORPOR-28 are refused with %s', async (_what, change, code) => {
    const scenario = scenarioMembers(change);
    const answer = await put('large', { experiment: stringify({ name: 'large', scenario }) });
    expect([answer.status, codeOf(answer)]).toEqual([400, code]);
    expect(answer.body.error.message).not.toContain('root:');
  });

  it('TORPOR-28 are refused beyond as many as may be under way', async () => {
    const put16 = Array.from({ length: MAX_UNFINISHED_RUNS + 4 }, (_, index) =>
      put(`run-${index}`, { experiment: ABLATION, set: SMALL }),
    );
    const statuses = (await Promise.all(put16)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(MAX_UNFINISHED_RUNS);
    expect(statuses.filter((status) => status === 409)).toHaveLength(4);
  });

  it('are validated and expanded without being run', async () => {
    const body = { experiment: ABLATION, set: SMALL };
    expect(await arm.ok('POST', `${EMULATOR}/validateWhatIf`, body)).toEqual({
      valid: true,
      name: 'policy-ablation',
      axes: [{ name: 'policy', options: ['azure', 'local-hyperv', 'only-scsi-pinned', 'vfs-left-in'] }],
      scenarioCount: 4,
    });
    const { scenarios } = await arm.ok('POST', `${EMULATOR}/expandWhatIf`, body);
    expect(
      scenarios.map(({ name, fleet }: { name: string; fleet: { vms: number } }) => [name, fleet.vms]),
    ).toEqual(['azure', 'local-hyperv', 'only-scsi-pinned', 'vfs-left-in'].map((name) => [name, 300]));
    expect((await arm.ok('GET', RUNS)).value).toEqual([]);
  });

  it('say what is missing: the run, its results, a scenario, a VM', async () => {
    await put('fresh', { experiment: ABLATION, set: SMALL });
    const asked = (path: string, body?: object) => send('POST', `${RUNS}/${path}`, body).then(codeOf);
    expect([
      await asked('none/report'),
      await asked('fresh/report'),
      await asked('fresh/explain', { vm: '1' }),
      await asked('fresh/compare', { other: 'none' }),
    ]).toEqual([
      'what-if-run-not-found',
      'what-if-run-unfinished',
      'what-if-run-unfinished',
      'what-if-run-unfinished',
    ]);
    await drive();
    expect([
      await asked('fresh/explain', { vm: 'nobody' }),
      await asked('fresh/explain', { vm: '1', scenario: 'none' }),
      await asked('fresh/compare', { other: 'none' }),
    ]).toEqual(['what-if-vm-not-found', 'what-if-scenario-not-found', 'what-if-run-not-found']);
  });

  it('end when they are deleted, and go on where a stopped process left them', async () => {
    await put('stopped', { experiment: ABLATION, set: SMALL });
    const stopping = driverWith(afterFirstShard(() => stopping.onModuleDestroy()));
    stopping.kick();
    await stopping.settled();
    const left = await arm.ok('GET', `${RUNS}/stopped`);
    expect([left.properties.provisioningState, left.properties.scenariosDone]).toEqual(['Running', 1]);
    await drive();
    const ended = await arm.ok('GET', `${RUNS}/stopped`);
    expect([ended.properties.provisioningState, ended.properties.scenarios[0]]).toEqual([
      'Succeeded',
      left.properties.scenarios[0],
    ]);
    await put('deleted', { experiment: ABLATION, set: SMALL });
    await drive(afterFirstShard(() => arm.ok('DELETE', `${RUNS}/deleted`)));
    expect((await send('GET', `${RUNS}/deleted`)).status).toBe(404);
  });

  it('fail with a reason when nobody can finish them', async () => {
    await put('broken', { experiment: ABLATION, set: SMALL });
    for (let attempt = 0; attempt < 5; attempt++) {
      await drive(
        afterFirstShard(() => {
          throw new Error('the machine burns');
        }, 0),
      );
      await arm.database.query('update what_if_run set lease_until = null');
    }
    const { properties } = await arm.ok('GET', `${RUNS}/broken`);
    expect([properties.provisioningState, properties.error]).toEqual([
      'Failed',
      { code: 'RunFailed', message: 'the machine burns' },
    ]);
    expect((await put('broken', properties)).body.properties.provisioningState).toBe('Accepted');
  });

  it('TORPOR-27 survive the death of the process that works on them', async () => {
    // The second scenario takes long enough to die in.
    const axes = { fleet: { small: { vms: 50 }, large: { vms: 200_000 } } };
    const experiment = { name: 'two', axes, scenario: scenarioMembers() };
    await put('alone', { experiment });
    await drive();
    await put('killed', { experiment });
    const env = { DATABASE_URL: arm.cloud.url, QUEUE_KIND: 'postgres', QUEUE_URL: arm.cloud.url };
    const worker = () => startTypescript('test/world/worker.fixture.ts', { env });
    const read = async (name: string) => (await arm.ok('GET', `${RUNS}/${name}`)).properties;
    const victim = worker();
    while ((await read('killed')).scenariosDone === 0) await pause(50);
    victim.child.kill('SIGKILL');
    await victim.ended;
    const kept = await read('killed');
    // Nobody waits for the lease of the dead to run out.
    await arm.database.query('update what_if_run set lease_until = null');
    const heir = worker();
    let now = kept;
    while (now.provisioningState === 'Running') {
      await pause(50);
      now = await read('killed');
    }
    heir.child.kill('SIGKILL');
    await heir.ended;
    expect([now.provisioningState, now.scenarios]).toEqual(['Succeeded', (await read('alone')).scenarios]);
    expect(now.scenarios[0]).toEqual(kept.scenarios[0]);
  }, 180_000);
});

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Something happens once so many shards are done. */
function afterFirstShard(happen: () => Promise<unknown>, shards = 1): Executor {
  return {
    async *run(tasks, options) {
      let ended = 0;
      if (shards === 0) await happen();
      for await (const shard of new InProcessExecutor().run(tasks, options)) {
        yield shard;
        if (++ended === shards) void happen();
      }
    },
  };
}

function scenarioMembers({ vms = 50, fleet }: { vms?: number; fleet?: object } = {}): object {
  return {
    fleet: fleet ?? { vms, groups: { office: 1 }, machines: { size: 'Standard_D2s_v5' } },
    clusters: {
      types: { only: { vcpus: 64, memoryGib: 256, generation: 'intel-ice-lake' } },
      hosts: 10,
    },
    schedule: {
      groups: {
        office: {
          firstStart: { from: '06:00', within: '1h' },
          hibernate: { from: '18:00', within: '1h' },
          start: { from: '08:00', within: '1h' },
        },
      },
    },
  };
}
