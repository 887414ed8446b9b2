import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { guestProfileNamed } from '#libs/linux-guest';
import { SERIES_COLUMNS, type FateCause, type SeriesColumn, type VmKind, type VmMake } from '#libs/what-if';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeSeries } from './write-series.js';
import { writeVms, type RegionOutcome } from './write-vms.js';

const UBUNTU = guestProfileNamed('ubuntu-24.04')!;

const make: VmMake = {
  name: 'Standard_D4s_v5, ubuntu-24.04',
  size: {
    name: 'Standard_D4s_v5',
    vcpus: 4,
    memoryMib: 16_384,
    architecture: 'x64',
    maxNics: 2,
    maxDataDisks: 8,
    acceleratedNetworking: true,
    diskBytesPerSecond: 1e8,
    supportsHibernation: true,
    ddaDevices: 0,
    hasTemporaryDisk: false,
  },
  nics: [{ isAccelerated: true }],
  osDisk: { sizeGib: 128, bytesPerSecond: 1e8, supportsHibernation: true },
  dataDisks: 0,
  hibernationEnabled: true,
  exclusions: [],
  profile: UBUNTU,
  usdPerHour: 0.36,
  diskNoise: 'steady',
};
const kinds: readonly VmKind[] = [
  { group: 0, isPinned: false, vcpus: 4, memoryMib: 16_384, vfSlots: 1, make },
  { group: 1, isPinned: true, vcpus: 2, memoryMib: 4096, vfSlots: 0 },
];
const causes: readonly FateCause[] = [
  { act: 'hibernate', kind: 'refused', rule: 'AZURE-9', summary: 'it is a spot VM' },
  { act: 'resume', kind: 'cold', summary: 'the image was not resumed' },
];

function outcome(region: string, firstVm: number): RegionOutcome {
  const kindOf = Uint16Array.of(0, 1, 0);
  return {
    region,
    fleet: { vms: 3, firstVm, kinds, kindOf, nameOf: (index) => `vm-${firstVm + index}` },
    vms: {
      firstVm,
      count: 3,
      worst: Uint8Array.of(0, 1, 4),
      cause: Int32Array.of(-1, 0, 1),
      boots: Uint8Array.of(1, 1, 2),
      hibernations: Uint8Array.of(3, 0, 2),
      resumes: Uint8Array.of(2, 0, 1),
      failedStarts: Uint8Array.of(0, 5, 0),
      longestReadyMs: Uint32Array.of(61_000, 0, 4_000_000_000),
      runningSeconds: Uint32Array.of(3600, 7200, 100),
      lastHost: Int32Array.of(7, -1, 70_000),
      kindOf,
    },
    causes,
    tenantOf: (index) => index % 2,
  };
}

function rowsOf(region: string, firstVm: number) {
  const known = {
    region,
    group: 'office',
    size: 'Standard_D4s_v5',
    image: UBUNTU.name,
    kernel: UBUNTU.kernelVersion,
  };
  const unknown = { region, group: 'night', size: null, image: null, kernel: null };
  return [
    {
      vm: firstVm,
      name: `vm-${firstVm}`,
      ...known,
      tenant: 'tenant-0',
      worst: 'unharmed',
      causeRule: null,
      causeSummary: null,
      boots: 1,
      hibernations: 3,
      resumes: 2,
      failedStarts: 0,
      longestReadyMs: 61_000,
      runningSeconds: 3600,
      usd: 0.36,
      lastHost: 7,
    },
    {
      vm: firstVm + 1,
      name: `vm-${firstVm + 1}`,
      ...unknown,
      tenant: 'tenant-1',
      worst: 'never-asleep',
      causeRule: 'AZURE-9',
      causeSummary: 'it is a spot VM',
      boots: 1,
      hibernations: 0,
      resumes: 0,
      failedStarts: 5,
      longestReadyMs: 0,
      runningSeconds: 7200,
      usd: null,
      lastHost: null,
    },
    {
      vm: firstVm + 2,
      name: `vm-${firstVm + 2}`,
      ...known,
      tenant: 'tenant-0',
      worst: 'memory-lost',
      causeRule: null,
      causeSummary: 'the image was not resumed',
      boots: 2,
      hibernations: 2,
      resumes: 1,
      failedStarts: 0,
      longestReadyMs: 4_000_000_000,
      runningSeconds: 100,
      usd: expect.closeTo(0.01, 12) as number,
      lastHost: 70_000,
    },
  ];
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'torpor-vms-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(path: string) {
  return parquetReadObjects({ file: await asyncBufferFromFile(path) });
}

describe('the table of VMs', () => {
  it('has a row per VM, region after region, and null for what nobody knows', async () => {
    const path = join(folder, 'vms.parquet');
    await writeVms(path, ['office', 'night'], [outcome('eastus', 0), outcome('westeurope', 3)]);
    expect(await read(path)).toEqual([...rowsOf('eastus', 0), ...rowsOf('westeurope', 3)]);
  });

  it('takes regions that are made one by one, and tenants by their own names', async () => {
    const path = join(folder, 'made.parquet');
    async function* made() {
      yield { ...outcome('eastus', 0), tenantName: (tenant: number) => `batch-${tenant}` };
    }
    await writeVms(path, ['office', 'night'], made());
    expect((await read(path)).map(({ tenant }) => tenant as string)).toEqual([
      'batch-0',
      'batch-1',
      'batch-0',
    ]);
  });
});

describe('the table of the time series', () => {
  it('has the span of each row in front of its columns', async () => {
    const path = join(folder, 'series.parquet');
    const columns = Object.fromEntries(
      SERIES_COLUMNS.map((name, at): [SeriesColumn, readonly number[]] => [name, [at, 3_000_000_000]]),
    ) as Record<SeriesColumn, readonly number[]>;
    await writeSeries(path, { stepMs: 300_000, rows: 2, columns });
    const rowAt = (row: number) => ({
      fromMs: BigInt(row * 300_000),
      untilMs: BigInt((row + 1) * 300_000),
      ...Object.fromEntries(SERIES_COLUMNS.map((name) => [name, BigInt(columns[name][row]!)])),
    });
    expect(await read(path)).toEqual([rowAt(0), rowAt(1)]);
  });
});
