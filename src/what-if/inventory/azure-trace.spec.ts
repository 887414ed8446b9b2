import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NEVER, type ListedFleet } from '#libs/what-if';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtInTracePath } from './azure-trace-files.js';
import { fileSha256 } from './file-content.js';
import { loadListedFleet } from './load-listed-fleet.js';
import { aListedFleet, makeOfSize } from './testing/listed-fleets.js';

const GROUPS = ['none', 'synthetic-office', 'synthetic-night'];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'torpor-trace-'));
});
afterAll(() => rm(folder, { recursive: true }));

const FILES = {
  'flav_map.txt': '1,1.75 a\n4,32 b\n',
  // One range of five minutes, one of ten, and one beyond a day.
  'v1.interval_map.txt': `0 0\n300 1\n600 1\n${Array.from({ length: 300 }, (_, at) => `${900 + at * 300} ${at < 287 ? 2 : 3}`).join('\n')}\n`,
  'v1.dev.txt': '1800000 a,b,|,a,|\n1800300 b,|\n',
  'v1.dev.c2100000.txt': '1800000 U0,U1,|,C0,|\n1800300 U3,|\n',
  'v1.test.txt': '2100000 a,|\n',
  'v1.test.c2591400.txt': '2100000 U0,|\n',
};

const WINDOWS = {
  dev: { arrivals: 'v1.dev.txt', lifetimes: 'v1.dev.c2100000.txt' },
  test: { arrivals: 'v1.test.txt', lifetimes: 'v1.test.c2591400.txt' },
};

/** Returns the path of the manifest. */
async function writeTrace(
  changes: Partial<typeof FILES>,
  windows: readonly (keyof typeof WINDOWS)[] = ['dev', 'test'],
): Promise<string> {
  const sha256: Record<string, string> = {};
  for (const [name, content] of Object.entries({ ...FILES, ...changes })) {
    await writeFile(join(folder, name), content);
    sha256[name] = await fileSha256(join(folder, name));
  }
  const manifest = {
    trace: 'azure-trace-v1',
    flavours: 'flav_map.txt',
    ranges: 'v1.interval_map.txt',
    windows: windows.map((window) => WINDOWS[window]),
    sha256,
  };
  const path = join(folder, 'trace.json');
  await writeFile(path, JSON.stringify(manifest));
  return path;
}

async function aTrace(spec: Partial<ListedFleet> = {}): Promise<ListedFleet> {
  const path = spec.path ?? join(folder, 'trace.json');
  return aListedFleet({
    format: 'azure-trace-v1',
    path,
    sha256: await fileSha256(path),
    otherwise: { group: 'none', region: 'eastus', tenant: 'unused', make: makeOfSize('Standard_D2s_v5') },
    makes: { '4,32': makeOfSize('Standard_E4s_v5') },
    groups: [
      { weight: 3, value: 'synthetic-office' },
      { weight: 1, value: 'synthetic-night' },
    ],
    ...spec,
  });
}

describe('a fleet from the Azure trace', () => {
  it('has arrivals, sizes, batches and lifetimes of the trace', async () => {
    await writeTrace({});
    const loaded = await loadListedFleet(await aTrace(), GROUPS, 7);
    const [{ region, fleet }] = loaded.regions as [(typeof loaded.regions)[0]];
    const vms = Array.from({ length: fleet.vms }, (_, vm) => {
      const { group, vcpus, memoryMib, make } = fleet.kinds[fleet.kindOf[vm]!]!;
      const arrives = fleet.arrivesMs![vm]!;
      const leaves = fleet.leavesMs![vm]!;
      return {
        name: fleet.nameOf(vm),
        tenant: loaded.tenantName(fleet.tenantOf![vm]!),
        size: make!.size.name,
        vcpus,
        memoryMib,
        isScheduled: GROUPS[group]!.startsWith('synthetic'),
        fiveMinutes: Math.floor(arrives / 300_000),
        livesFiveMinutes: leaves === NEVER ? 'stays' : Math.floor((leaves - arrives - 1) / 300_000),
      };
    });
    expect([region, loaded.vms, loaded.tenants]).toEqual(['eastus', 5, 4]);
    const small = { size: '1 vCPU, 1792 MiB', vcpus: 1, memoryMib: 1792 };
    const large = { size: 'Standard_E4s_v5', vcpus: 4, memoryMib: 32_768 };
    expect(vms).toEqual([
      {
        name: 'trace-0',
        tenant: 'batch-0',
        ...small,
        isScheduled: false,
        fiveMinutes: 0,
        livesFiveMinutes: 0,
      },
      {
        name: 'trace-1',
        tenant: 'batch-0',
        ...large,
        isScheduled: false,
        fiveMinutes: 0,
        livesFiveMinutes: expect.toBeOneOf([1, 2]) as number,
      },
      {
        name: 'trace-2',
        tenant: 'batch-1',
        ...small,
        isScheduled: true,
        fiveMinutes: 0,
        livesFiveMinutes: 'stays',
      },
      {
        name: 'trace-3',
        tenant: 'batch-2',
        ...large,
        isScheduled: true,
        fiveMinutes: 1,
        livesFiveMinutes: expect.toSatisfy((steps: number) => steps >= 290 && steps < 303) as number,
      },
      {
        name: 'trace-4',
        tenant: 'batch-3',
        ...small,
        isScheduled: false,
        fiveMinutes: 1000,
        livesFiveMinutes: 0,
      },
    ]);
    expect(fleet.arrivesMs![0]).toBe(fleet.arrivesMs![1]);
    expect(loaded.report.notes[0]).toBe(
      'Schedules are synthetic: the trace has none. Groups (synthetic-office, synthetic-night) of the 2 VMs that live longer than a day are drawn.',
    );
  });

  it('is one window, or its first VMs, where that is wanted', async () => {
    await writeTrace({}, ['dev']);
    const dev = await loadListedFleet(await aTrace(), GROUPS, 7);
    await writeTrace({}, ['test']);
    const test = await loadListedFleet(await aTrace(), GROUPS, 7);
    await writeTrace({});
    const first = await loadListedFleet(await aTrace({ most: 2 }), GROUPS, 7);
    expect([dev.vms, test.vms, first.vms, first.tenants]).toEqual([4, 1, 2, 1]);
    expect(test.regions[0]!.fleet.arrivesMs![0]).toBeLessThan(300_000);
  });

  it('draws the same again for the same seed, and other things for another', async () => {
    await writeTrace({});
    const columns = async (seed: number) => {
      const { fleet } = (await loadListedFleet(await aTrace(), GROUPS, seed)).regions[0]!;
      return [fleet.arrivesMs, fleet.leavesMs, fleet.kindOf];
    };
    expect(await columns(7)).toEqual(await columns(7));
    expect(await columns(7)).not.toEqual(await columns(8));
  });

  it.each<[string, Partial<typeof FILES>, string]>([
    [
      'other lifetimes',
      { 'v1.dev.c2100000.txt': '1800000 U0,|,C0,|\n1800300 U3,|\n' },
      'v1.dev.txt: line 1 has another number of VMs than its lifetimes',
    ],
    [
      'other batches',
      { 'v1.dev.c2100000.txt': '1800000 U0,U1,C0,|,|\n1800300 U3,|\n' },
      'v1.dev.txt: line 1 has other batches than its lifetimes at VM 2',
    ],
    [
      'other times',
      { 'v1.dev.c2100000.txt': '1800300 U0,U1,|,C0,|\n1800300 U3,|\n' },
      'v1.dev.txt: line 1 is about 1800000 s, that of its lifetimes about 1800300 s',
    ],
    [
      'an unknown flavour',
      { 'v1.dev.txt': '1800000 a,z,|,a,|\n1800300 b,|\n' },
      'v1.dev.txt: line 1 has a flavour z that is not listed',
    ],
    [
      'an unknown range',
      { 'v1.dev.c2100000.txt': '1800000 U0,U9,|,C0,|\n1800300 U3,|\n' },
      'v1.dev.txt: line 1 has a lifetime U9 that is not listed',
    ],
    ['a broken flavour', { 'flav_map.txt': '1,none a\n' }, 'flav_map.txt: "1,none a" is no flavour'],
    [
      'gaps between ranges',
      { 'v1.interval_map.txt': '0 0\n600 0\n' },
      'v1.interval_map.txt: "600 0" is out of order',
    ],
  ])('is refused with %s', async (_name, changes, message) => {
    await writeTrace(changes);
    await expect(aTrace().then((spec) => loadListedFleet(spec, GROUPS, 7))).rejects.toThrow(`/${message}`);
  });

  it('is refused when a file is not the one of its manifest, or the manifest is none', async () => {
    const manifest = await writeTrace({});
    await writeFile(join(folder, 'v1.dev.txt'), '1800000 a,|\n');
    await expect(loadListedFleet(await aTrace(), GROUPS, 7)).rejects.toThrow(
      'v1.dev.txt: the content has changed',
    );
    for (const [content, message] of [
      ['{', 'the manifest of a trace is no JSON'],
      ['{"trace":"other"}', 'no manifest of a trace: trace '],
      [
        JSON.stringify({
          trace: 'azure-trace-v1',
          flavours: '../secret',
          ranges: 'a',
          windows: [],
          sha256: {},
        }),
        'no manifest of a trace: flavours ',
      ],
      [
        JSON.stringify({
          trace: 'azure-trace-v1',
          flavours: 'a',
          ranges: 'a',
          windows: [{ arrivals: 'a', lifetimes: 'a' }],
          sha256: {},
        }),
        'no SHA-256 of a',
      ],
    ] as const) {
      await writeFile(manifest, content);
      await expect(loadListedFleet(await aTrace(), GROUPS, 7)).rejects.toThrow(`trace.json: ${message}`);
    }
  });

  it.each([
    ['all', 669_435, 136_055, 37_628],
    ['dev', 259_159, undefined, undefined],
    ['test', 410_276, undefined, undefined],
  ] as const)('comes with the product: %s', async (part, vms, tenants, stay) => {
    const path = builtInTracePath(part);
    const loaded = await loadListedFleet(await aTrace({ path }), GROUPS, 7);
    const staying = loaded.regions[0]!.fleet.leavesMs!.filter((ms) => ms === NEVER).length;
    expect([loaded.vms, loaded.tenants, staying]).toEqual([vms, tenants ?? loaded.tenants, stay ?? staying]);
  });
});
