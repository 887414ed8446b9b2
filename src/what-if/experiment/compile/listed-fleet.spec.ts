import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtInTracePath } from '../../inventory/azure-trace-files.js';
import { listedFilesIn, listedPath, type ListedFiles } from '../listed-files.js';
import { issuesOf, scenarioOf, SMALL } from '../testing/an-experiment.js';

const HASH = 'ab'.repeat(32);
const FILES: ListedFiles = {
  sha256: (path) => (path.startsWith('vms') ? HASH : undefined),
  text: () => undefined,
};
const OTHERWISE = 'otherwise: {group: office, machine: {size: Standard_D4s_v5, nics: 2, dataDisks: 8}}';

function fleetOf(fleet: string) {
  const scenario = scenarioOf(SMALL, { overrides: { fleet }, files: FILES });
  if (scenario.fleet.kind !== 'listed') throw new Error('not listed');
  return scenario.fleet;
}

describe('a listed fleet', () => {
  it('is named by its path and by the hash of its content', () => {
    const { makes, otherwise, ...fleet } = fleetOf(`{file: vms.csv, ${OTHERWISE}}`);
    const { make, ...names } = otherwise;
    expect({ ...fleet, names, make: make.name, small: makes['Standard_D2s_v5']?.name }).toEqual({
      kind: 'listed',
      format: 'csv',
      path: 'vms.csv',
      sha256: HASH,
      onBadRow: 'fail',
      groups: [{ weight: 1, value: 'office' }],
      names: { group: 'office', region: 'eastus', tenant: 'tenant-0' },
      make: 'Standard_D4s_v5, 2 accelerated NICs, 8 data disks',
      small: 'Standard_D2s_v5, 2 accelerated NICs, 4 data disks',
    });
  });

  it('may say what its sizes stand for', () => {
    const sizes =
      'sizes: {"2,3.5": {size: Standard_D2s_v5, nics: 1, dataDisks: 0}, Standard_D2s_v5: {hibernationEnabled: false, nics: 1, dataDisks: 0}}';
    const { makes, format, most, onBadRow } = fleetOf(
      `{file: vms, format: azure-trace-v1, onBadRow: skip, most: 500, ${sizes}, ${OTHERWISE}}`,
    );
    expect([makes['2,3.5']?.name, makes['Standard_D2s_v5']?.name, format, most, onBadRow]).toEqual([
      'Standard_D2s_v5, 1 accelerated NIC',
      'Standard_D2s_v5, 1 accelerated NIC, not enabled',
      'azure-trace-v1',
      500,
      'skip',
    ]);
  });

  it.each([
    [`{file: other.csv, ${OTHERWISE}}`, 'fleet.file: there is no file other.csv that can be read'],
    [`{file: vms, ${OTHERWISE}}`, 'fleet.format: is missing; the name of the file does not tell it'],
    [
      `{file: vms.csv, groups: {night: 1}, ${OTHERWISE}}`,
      'fleet.groups.night: there is no such group in the schedule: office',
    ],
    [
      '{file: vms.csv, otherwise: {group: night, machine: {size: Standard_D2s_v5}}}',
      'fleet.otherwise.group: there is no such group in the schedule: office',
    ],
    [`{file: vms.csv, sizes: {tiny: {}}, ${OTHERWISE}}`, 'fleet.sizes.tiny.size: there is no size tiny'],
    [`{file: vms.csv, vms: 3, ${OTHERWISE}}`, 'fleet.vms: there is no such member'],
  ])('%s cannot be', (fleet, issue) => {
    expect(issuesOf(SMALL, { overrides: { fleet }, files: FILES })).toEqual([`scenario.${issue}`]);
  });
});

describe('files beside an experiment', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'torpor-files-'));
    writeFileSync(join(folder, 'a.csv'), 'abc');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('are hashed and read', () => {
    const files = listedFilesIn(folder);
    expect([
      files.sha256('a.csv'),
      files.text('a.csv'),
      files.sha256('b.csv'),
      files.text('b.csv'),
      files.sha256('.'),
    ]).toEqual([
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      'abc',
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('may be a trace that comes with the product, by its name', () => {
    const files = listedFilesIn(folder);
    expect([listedPath(folder, 'azure-vm-trace-v1/test'), listedPath(folder, 'a.csv')]).toEqual([
      builtInTracePath('test'),
      join(folder, 'a.csv'),
    ]);
    const fleet = `{file: azure-vm-trace-v1, most: 1000, ${OTHERWISE}}`;
    expect(scenarioOf(SMALL, { overrides: { fleet }, files }).fleet).toMatchObject({
      kind: 'listed',
      format: 'azure-trace-v1',
      path: 'azure-vm-trace-v1',
      sha256: createHash('sha256')
        .update(readFileSync(builtInTracePath('all')))
        .digest('hex'),
      most: 1_000,
      makes: {},
    });
  });
});
