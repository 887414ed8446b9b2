import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { guestProfileNamed } from '#libs/linux-guest';
import { draw, NEVER, streamBase, STREAMS, type ListedFleet } from '#libs/what-if';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileSha256 } from './file-content.js';
import { InventoryError } from './inventory-error.js';
import { loadListedFleet } from './load-listed-fleet.js';
import type { LoadedFleet } from './loaded-fleet.js';
import { aListedFleet, LISTED_GROUPS, vmsOf } from './testing/listed-fleets.js';

const GROUPS = LISTED_GROUPS;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'torpor-inventory-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function specOf(name: string, spec: Partial<ListedFleet> = {}): Promise<ListedFleet> {
  const path = join(folder, name);
  const format = name.endsWith('.csv') ? 'csv' : 'parquet';
  return aListedFleet({ format, path, sha256: await fileSha256(path), ...spec });
}

async function load(name: string, spec: Partial<ListedFleet> = {}): Promise<LoadedFleet> {
  return loadListedFleet(await specOf(name, spec), GROUPS, 7);
}

async function loadCsv(text: string | Uint8Array, spec: Partial<ListedFleet> = {}): Promise<LoadedFleet> {
  await writeFile(join(folder, 'fleet.csv'), text);
  return load('fleet.csv', spec);
}

async function problemsOf(loaded: Promise<unknown>): Promise<string> {
  const error: unknown = await loaded.catch((error: unknown) => error);
  expect(error).toBeInstanceOf(InventoryError);
  return (error as InventoryError).message.replaceAll(folder, '');
}

describe('a fleet from CSV', () => {
  it('takes what rows leave out from the experiment', async () => {
    const loaded = await loadCsv('name\nvm-1\n');
    const { make } = (await specOf('fleet.csv')).otherwise;
    expect(vmsOf(loaded)).toEqual([
      {
        vm: 0,
        name: 'vm-1',
        region: 'eastus',
        tenant: 'nobody',
        group: 'office',
        isPinned: false,
        vcpus: 2,
        memoryMib: 8192,
        vfSlots: 1,
        make,
        arrivesMs: undefined,
        leavesMs: undefined,
      },
    ]);
    expect(loaded.report).toEqual({ rows: 1, skipped: 0, problems: [], unusedColumns: [], notes: [] });
  });

  it('puts rows in the order in which their regions appear, and numbers VMs on', async () => {
    const loaded = await loadCsv('name,region,tenant\na,west,t1\nb,,t2\nc,west,\nd,eastus,t1\n');
    expect(vmsOf(loaded).map(({ vm, name, region, tenant }) => [vm, name, region, tenant])).toEqual([
      [0, 'a', 'west', 't1'],
      [1, 'c', 'west', 'nobody'],
      [2, 'b', 'eastus', 't2'],
      [3, 'd', 'eastus', 't1'],
    ]);
    expect([loaded.vms, loaded.tenants]).toEqual([4, 3]);
    expect(loaded.regions.map(({ fleet }) => [fleet.firstVm, fleet.vms])).toEqual([
      [0, 2],
      [2, 2],
    ]);
  });

  it('counts seconds from day 0, and takes the day of the first time of the calendar for it', async () => {
    const seconds = await loadCsv('name,arrives,leaves\na,60,\nb,,120.5\n');
    const calendar = await loadCsv(
      'name,arrives,leaves\na,2026-03-03T08:00:00Z,2026-03-04 08:00\nb,2026-03-02T23:59:59+01:00,\n',
    );
    const times = (loaded: LoadedFleet) =>
      vmsOf(loaded).map(({ arrivesMs, leavesMs }) => [arrivesMs, leavesMs]);
    expect(times(seconds)).toEqual([
      [60_000, NEVER],
      [NEVER, 120_500],
    ]);
    expect(times(calendar)).toEqual([
      [(24 + 8) * 3_600_000, (48 + 8) * 3_600_000],
      [23 * 3_600_000 - 1000, NEVER],
    ]);
    expect(calendar.report.notes).toEqual(['Day 0 is 2026-03-02 (UTC).']);
  });

  it('tells columns that it does not use', async () => {
    const { report } = await loadCsv('owner,name,acceleratedNic\nme,vm-1,1\n');
    expect(report.unusedColumns).toEqual(['owner', 'acceleratedNic']);
  });

  it('tells every bad row with its line, column and value', async () => {
    const text = [
      'name,size,group,nics,acceleratedNics,dataDisks,osDiskGib,osDiskSku,hibernationEnabled,pinned,image,arrives,leaves',
      'ok,standard_d4s_V5,night,2,1,4,256,premium_lrs,TRUE,false,debian-13,60,61',
      'a,Standard_D99,office,,,,,,,,,,',
      '"b,""b""",Standard_D2s_v5,nobody,,,,,,,,,,',
      ',Standard_D2s_v5,,two,-1,1.5,0,Tape_LRS,yes,no,atari-tos,soon,later',
      'c,Standard_D2s_v5,office',
      'd,Standard_D2s_v5,,3,,,,,,,,,',
      'e,Standard_D2s_v5,,1,2,,,,,,,,',
      'f,Standard_D2s_v5,,,,99,,,,,,,',
      'g,Standard_D2s_v5,,,,,65536,Premium_LRS,,,,,',
      'h,Standard_D2s_v5,,,,,,,,,,60,60',
      '"i',
    ].join('\r\n');
    expect(await problemsOf(loadCsv(text))).toBe(
      [
        '/fleet.csv: 10 bad rows',
        'line 3, column size: "Standard_D99" is not a size of the experiment',
        'line 4, column group: "nobody" is not a group of the schedule',
        'line 5, column name: "" is empty',
        'line 5, column arrives: "soon" is neither seconds from day 0 nor a time as 2026-03-02T08:30:00Z',
        'line 5, column leaves: "later" is neither seconds from day 0 nor a time as 2026-03-02T08:30:00Z',
        'line 5, column image: "atari-tos" is not an image of the experiment',
        'line 5, column nics: "two" is not a whole number from 1 to 64',
        'line 5, column acceleratedNics: "-1" is not a whole number from 0 to 64',
        'line 5, column dataDisks: "1.5" is not a whole number from 0 to 256',
        'line 5, column osDiskGib: "0" is not a whole number from 1 to 65536',
        'line 5, column osDiskSku: "Tape_LRS" is not a disk SKU with tiers that the catalogue has',
        'line 5, column hibernationEnabled: "yes" is not true or false',
        'line 5, column pinned: "no" is not true or false',
        'line 6: has 3 cells, where the header has 13',
        'line 7, column nics: "3" are more than the 2 of Standard_D2s_v5',
        'line 8, column acceleratedNics: "2" are more than the VM\'s NICs, 1',
        'line 9, column dataDisks: "99" are more than the 4 of Standard_D2s_v5',
        'line 10, column osDiskSku: "Premium_LRS" has no tier for an OS disk of 65536 GiB',
        'line 11, column leaves: is not after arrives',
        'line 12: has a quote that does not end',
      ].join('\n  '),
    );
    const skipped = await loadCsv(text, { onBadRow: 'skip' });
    expect(vmsOf(skipped).map(({ name }) => name)).toEqual(['ok']);
    expect([skipped.report.rows, skipped.report.skipped]).toEqual([11, 10]);
    expect(skipped.report.problems.slice(0, 2)).toEqual([
      {
        unit: 'line',
        at: 3,
        column: 'size',
        value: 'Standard_D99',
        reason: 'is not a size of the experiment',
      },
      { unit: 'line', at: 4, column: 'group', value: 'nobody', reason: 'is not a group of the schedule' },
    ]);
  });

  it('tells the first hundred bad rows, and counts them all', async () => {
    const rows = Array.from({ length: 70_000 }, (_, at) => (at % 2 === 0 ? `vm-${at},x` : `vm-${at},1`));
    const { report, vms } = await loadCsv(`name,nics\n${rows.join('\n')}\n`, { onBadRow: 'skip' });
    expect([report.rows, report.skipped, report.problems.length, vms]).toEqual([70_000, 35_000, 100, 35_000]);
    expect(report.problems.at(-1)).toEqual({
      unit: 'line',
      at: 200,
      column: 'nics',
      value: 'x',
      reason: 'is not a whole number from 1 to 64',
    });
  });

  it('stops after as many VMs as are wanted, and does not look further', async () => {
    const loaded = await loadCsv('name,nics\na,1\nb,x\nc,1\nd,1\ne,x\n', { onBadRow: 'skip', most: 2 });
    expect(vmsOf(loaded).map(({ name }) => name)).toEqual(['a', 'c']);
    expect([loaded.report.rows, loaded.report.skipped]).toEqual([3, 1]);
  });

  it.each<[string, string | Uint8Array, string]>([
    ['nothing', '', 'the file has no header'],
    ['a header alone', 'name,size\n', 'no VMs'],
    ['no names', 'size\nStandard_D2s_v5\n', 'there is no column name'],
    ['a column twice', 'name,nics,nics\n', 'two columns are called "nics"'],
    ['a broken header', '"name\n', 'the header has a quote that does not end'],
    ['UTF-16', Buffer.from('\ufeffname\nvm-1\n', 'utf16le'), 'there is no column name'],
    [
      'a far future',
      'name,arrives\na,2026-03-02\nb,2027-03-02\n',
      'the last VM arrives 365 days after day 0: leave out arrives for VMs that are already there',
    ],
  ])('is refused with %s', async (_name, text, reason) => {
    expect(await problemsOf(loadCsv(text))).toBe(`/fleet.csv: ${reason}`);
  });

  it('is refused when it is not there, and when it is not what was hashed', async () => {
    const absent = aListedFleet({ format: 'csv', path: join(folder, 'absent.csv'), sha256: '00' });
    expect(await problemsOf(loadListedFleet(absent, GROUPS, 7))).toMatch(/^\/absent\.csv: ENOENT/);
    await writeFile(join(folder, 'other.csv'), 'name\nvm-1\n');
    expect(await problemsOf(load('other.csv', { sha256: '00' }))).toBe(
      `/other.csv: the content has changed: its SHA-256 is ${await fileSha256(join(folder, 'other.csv'))}, not 00`,
    );
  });
});

describe('guests of a listed fleet', () => {
  it('are those of the images, and drawn by number for all others', async () => {
    const images = ['debian-13', '', '', '', '', 'debian-13'];
    await writeFile(
      join(folder, 'guests.csv'),
      `name,region,image\n${images.map((image, at) => `vm-${at},${at % 2 === 0 ? 'east' : 'west'},${image}`).join('\n')}\n`,
    );
    const profiles = ['ubuntu-22.04', 'ubuntu-24.04'].map((name) => ({
      weight: 1,
      value: guestProfileNamed(name)!,
    }));
    const loaded = await loadListedFleet(await specOf('guests.csv'), GROUPS, 7, profiles);
    const drawn = (vm: number) => profiles[draw(streamBase(7, STREAMS.profile), vm) % 2]!.value.name;
    expect(vmsOf(loaded).map(({ vm, name, make }) => [vm, name, make?.profile?.name])).toEqual([
      [0, 'vm-0', 'debian-13'],
      [1, 'vm-2', drawn(1)],
      [2, 'vm-4', drawn(2)],
      [3, 'vm-1', drawn(3)],
      [4, 'vm-3', drawn(4)],
      [5, 'vm-5', 'debian-13'],
    ]);
  });
});
