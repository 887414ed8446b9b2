import { describe, expect, it } from 'vitest';
import { aVm, HIBERNATION_EXCLUSIONS, type HibernationExclusion, type VmBuilder } from '#libs/vm-operations';
import { ELIGIBILITY_CHECKS, enablementRefusals, hibernationRefusals } from './eligibility.js';

function osDisk(change: object): VmBuilder {
  const { facts } = aVm();
  return aVm().with({
    disks: facts.disks.map((disk) => (disk.role === 'os' ? { ...disk, ...change } : disk)),
  });
}

describe('hibernation is refused', () => {
  it.each<[string, VmBuilder, string]>([
    [
      'ENABLE-1 ENABLE-3 AZURE-19 unless it is enabled',
      aVm().withVm({ hibernationEnabled: false }),
      'hibernation-not-enabled',
    ],
    ['ENABLE-6 on an arm64 size', aVm().withSize({ architecture: 'Arm64' }), 'architecture-unsupported'],
    [
      'ENABLE-6 R93 for an arm64 guest',
      aVm().withGuest({ architecture: 'arm64' }),
      'architecture-unsupported',
    ],
    ['MOVE-8 with assigned devices', aVm().withSize({ ddaDevices: 1 }), 'dda-present'],
    [
      'AZURE-5 AZURE-7 for a size without support',
      aVm().withSize({ supportsHibernation: false }),
      'size-not-hibernatable',
    ],
    [
      'AZURE-3 AZURE-8 for an OS disk without support',
      osDisk({ supportsHibernation: false }),
      'os-disk-not-hibernatable',
    ],
    ['AZURE-4 for an OS disk not larger than memory', osDisk({ sizeGib: 8 }), 'os-disk-too-small'],
    [
      'AZURE-20 while the hibernation extension is failed',
      aVm().withHibernationExtension('Failed'),
      'hibernation-extension-failed',
    ],
  ])('%s', (_what, { facts }, code) => {
    expect(hibernationRefusals(facts).map((refused) => refused.code)).toEqual([code]);
  });

  const EXCLUDED: readonly { readonly rule: string; readonly exclusion: HibernationExclusion }[] = [
    { rule: 'AZURE-9', exclusion: 'spot' },
    { rule: 'AZURE-10', exclusion: 'availability set' },
    { rule: 'AZURE-11', exclusion: 'dedicated host' },
    { rule: 'AZURE-12', exclusion: 'capacity reservation' },
    { rule: 'AZURE-13', exclusion: 'managed image' },
    { rule: 'AZURE-14', exclusion: 'ephemeral OS disk' },
    { rule: 'AZURE-15', exclusion: 'shared disk' },
    { rule: 'AZURE-16', exclusion: 'Trusted Launch on Linux' },
  ];
  it('R92 no exclusion is forgotten here', () => {
    expect(EXCLUDED.map(({ exclusion }) => exclusion).sort()).toEqual(
      Object.keys(HIBERNATION_EXCLUSIONS).sort(),
    );
  });

  it.each(EXCLUDED)('$rule with $exclusion', ({ exclusion, rule }) => {
    const { facts } = aVm().withVm({ exclusions: [exclusion] });
    expect(hibernationRefusals(facts).map((refused) => [refused.code, refused.rule])).toEqual([
      ['hibernation-excluded', rule],
    ]);
  });
});

it('AZURE-6 ASSUME-7 lets through the sizes that the policy excepts', () => {
  const { facts } = aVm().withSize({ name: 'Standard_NV6ads_A10_v5', ddaDevices: 1 });
  expect(hibernationRefusals(facts)).toEqual([]);
});

it('AZURE-1 enabling asks everything but whether it is enabled, and how its extension fares', () => {
  const asked = ELIGIBILITY_CHECKS.filter(({ asked: when }) => when === 'hibernate').map(({ name }) => name);
  expect(asked).toEqual(['hibernation-enabled', 'hibernation-extension']);
  expect(enablementRefusals(aVm().withVm({ hibernationEnabled: false }).facts)).toEqual([]);
});
