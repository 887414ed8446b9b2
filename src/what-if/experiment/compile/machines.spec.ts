import { describe, expect, it } from 'vitest';
import type { Mix, VmMake } from '#libs/what-if';
import { issuesOf, scenarioOf, SMALL } from '../testing/an-experiment.js';

function mixOf(machines: string, overrides: Readonly<Record<string, string>> = {}): Mix<VmMake> {
  const { fleet } = scenarioOf(SMALL, { overrides: { 'fleet.machines': machines, ...overrides } });
  if (fleet.kind !== 'generated' || fleet.sizes.kind !== 'sizes') throw new Error('no sizes');
  return fleet.sizes.mix;
}

const told = (mix: Mix<VmMake>) => mix.map(({ weight, value }) => `${weight} ${value.name}`);

describe('machines', () => {
  it('of a size have what is ordinary', () => {
    expect(mixOf('{size: standard_d4s_V5}', { money: '{priceRegion: eastus}' })).toEqual([
      {
        weight: 1,
        value: {
          name: 'Standard_D4s_v5, 1 accelerated NIC',
          size: {
            name: 'Standard_D4s_v5',
            vcpus: 4,
            memoryMib: 16_384,
            processorVendor: 'Intel',
            architecture: 'x64',
            maxNics: 2,
            maxDataDisks: 8,
            acceleratedNetworking: true,
            diskBytesPerSecond: 145_000_000,
            supportsHibernation: true,
            ddaDevices: 0,
            hasTemporaryDisk: false,
          },
          osDisk: { sizeGib: 46, bytesPerSecond: 50_000_000, supportsHibernation: true },
          exclusions: [],
          diskNoise: 'steady',
          usdPerHour: 0.192,
          nics: [{ isAccelerated: true }],
          dataDisks: 0,
          hibernationEnabled: true,
        },
      },
    ]);
  });

  it('are all combinations of their mixes, with the product of the shares', () => {
    const machines =
      '{size: {Standard_D2s_v5: 3, Standard_D4s_v5: 1}, nics: {1: 4, 2: 1}, acceleratedNetworking: {true: 1, false: 1}}';
    expect(told(mixOf(machines))).toEqual([
      '12 Standard_D2s_v5, 1 accelerated NIC',
      '12 Standard_D2s_v5, 1 NIC',
      '3 Standard_D2s_v5, 2 accelerated NICs',
      '3 Standard_D2s_v5, 2 NICs',
      '4 Standard_D4s_v5, 1 accelerated NIC',
      '4 Standard_D4s_v5, 1 NIC',
      '1 Standard_D4s_v5, 2 accelerated NICs',
      '1 Standard_D4s_v5, 2 NICs',
    ]);
  });

  it('take of a mix what their size can', () => {
    const machines =
      '{size: {Standard_D2s_v5: 1, Standard_D8s_v5: 1}, nics: {1: 70, 4: 30}, dataDisks: {0: 50, 8: 50}}';
    expect(told(mixOf(machines))).toEqual([
      '7 Standard_D2s_v5, 1 accelerated NIC',
      '7 Standard_D2s_v5, 1 accelerated NIC, 4 data disks',
      '3 Standard_D2s_v5, 2 accelerated NICs',
      '3 Standard_D2s_v5, 2 accelerated NICs, 4 data disks',
      '7 Standard_D8s_v5, 1 accelerated NIC',
      '7 Standard_D8s_v5, 1 accelerated NIC, 8 data disks',
      '3 Standard_D8s_v5, 4 accelerated NICs',
      '3 Standard_D8s_v5, 4 accelerated NICs, 8 data disks',
    ]);
  });

  it('of a list have their own shares, whatever they are mixes of; equal ones are one', () => {
    const machines =
      '[{weight: 2, size: {Standard_D2s_v5: 60, Standard_D4s_v5: 40}}, {weight: 1, size: Standard_D4s_v5, image: ubuntu-22.04}, {weight: 1, size: Standard_D2s_v5}]';
    expect(told(mixOf(machines, { policy: 'azure' }))).toEqual([
      '11 Standard_D2s_v5, 1 accelerated NIC',
      '4 Standard_D4s_v5, 1 accelerated NIC',
      '5 Standard_D4s_v5, 1 accelerated NIC, ubuntu-22.04',
    ]);
  });

  it('whose names do not tell them apart get numbers', () => {
    const machines = '[{size: Standard_D2s_v5}, {size: Standard_D2s_v5, osDisk: {sizeGib: 512}}]';
    expect(told(mixOf(machines))).toEqual([
      '1 Standard_D2s_v5, 1 accelerated NIC',
      '1 Standard_D2s_v5, 1 accelerated NIC (2)',
    ]);
  });

  it('may be ones that cannot hibernate', () => {
    const [make] = mixOf(
      '{size: Standard_B8ms, hibernationEnabled: false, exclusions: [spot], osDisk: {sku: Standard_LRS, supportsHibernation: false}}',
    );
    expect(make?.value).toMatchObject({
      name: 'Standard_B8ms, 1 NIC, not enabled, spot',
      size: { supportsHibernation: false },
      osDisk: { supportsHibernation: false },
      diskNoise: 'burstable',
      exclusions: ['spot'],
    });
  });

  it.each([
    ['{size: Standard_D2s_v5, nics: 3}', 'fleet.machines.nics: Standard_D2s_v5 takes at most 2'],
    [
      '{size: Standard_A1_v2, acceleratedNetworking: true}',
      'fleet.machines.acceleratedNetworking: Standard_A1_v2 does not support it',
    ],
    [
      '{size: Standard_D2s_v5, osDisk: {sku: Premium_XRS}}',
      'fleet.machines.osDisk: there is no tier of Premium_XRS for 38 GiB',
    ],
    [
      '{size: Standard_D2s_v5, image: debian-12}',
      'fleet.machines.image: needs guests or policy: the scenario is about VMs without guests',
    ],
    [
      '[{weight: 999983, size: {Standard_D2s_v5: 999979, Standard_D4s_v5: 1}}, {weight: 1, size: {Standard_D2s_v5: 999961, Standard_D4s_v5: 3}}]',
      'fleet.machines: has shares that together are too fine: write smaller numbers',
    ],
  ])('%s cannot be', (machines, issue) => {
    expect(issuesOf(SMALL, { overrides: { 'fleet.machines': machines } })).toEqual([`scenario.${issue}`]);
  });

  it('cannot be of more kinds than the engine tells apart', () => {
    const counts = Array.from({ length: 60 }, (_, at) => `${at + 1}: 1`).join();
    const overrides = {
      'fleet.machines': `{vcpus: {${counts}}, gibPerVcpu: {${counts}}}`,
      'fleet.groups': `{${Array.from({ length: 10 }, (_, at) => `g${at}: 1`).join()}}`,
      'fleet.pinnedPercent': '5',
      'schedule.groups': `{${Array.from({ length: 10 }, (_, at) => `g${at}: {firstStart: {from: 00:00, within: 1h}}`).join()}}`,
    };
    expect(issuesOf(SMALL, { overrides })).toEqual([
      'scenario.fleet: stands for 72000 kinds of VM (groups, machines, guests, pinned or not), more than 65536',
    ]);
  });

  it('by quantities have no guests', () => {
    const machines = '{vcpus: {2: 1}, gibPerVcpu: {4: 1}}';
    const overrides = { 'fleet.machines': machines, policy: 'azure' };
    expect(issuesOf(SMALL, { overrides })).toEqual([
      'scenario.fleet.machines: must name sizes: nothing is known of guests on VMs by quantities',
    ]);
  });
});
