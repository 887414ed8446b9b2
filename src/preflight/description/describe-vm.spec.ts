import { describe, expect, it } from 'vitest';
import { BUILT_IN_POLICIES } from '#libs/guid-policy';
import { HOST_GENERATIONS } from '#libs/hosts';
import { GUEST_PROFILES } from '#libs/linux-guest';
import { loadCatalogue } from '../../catalogue/load-catalogue.js';
import type { VmDescription } from './description-schema.js';
import { describeVm } from './describe-vm.js';

const RESOLVED = { profile: GUEST_PROFILES[0]!, policy: BUILT_IN_POLICIES.azure };

function described(description: VmDescription, resolved: Parameters<typeof describeVm>[1] = RESOLVED) {
  return describeVm(description, resolved, loadCatalogue());
}

describe('a described VM', () => {
  it('names everything that had to be assumed', () => {
    const vm = described({ size: 'Standard_D2s_v5' });
    expect(vm.kind === 'described' && vm.assumed).toEqual([
      'policy: nothing is said; taken as azure.',
      'guestProfile: nothing is said; taken as ubuntu-24.04.',
      'osDisk.sizeGib: nothing is said; taken as 38.',
      'osDisk.supportsHibernation: nothing is said; taken as true.',
      'dataDisks: nothing is said; taken as 0.',
      'nics: nothing is said; taken as 1.',
      'acceleratedNetworking: nothing is said; taken as true.',
      'generation: nothing is said; taken as intel-ice-lake.',
      'hibernationEnabled: nothing is said; taken as true.',
      'exclusions: nothing is said; taken as none.',
    ]);
  });

  it('assumes nothing of what is said', () => {
    const vm = described({
      name: 'web-1',
      size: 'standard_d2s_V5',
      memoryMib: 4_096,
      hibernationEnabled: false,
      exclusions: ['spot'],
      osDisk: { sizeGib: 64, supportsHibernation: false },
      dataDisks: 2,
      nics: 2,
      acceleratedNetworking: false,
      guestProfile: 'ubuntu-24.04',
      policy: 'azure',
      generation: 'intel-cascade-lake',
    });
    expect(vm.kind === 'described' && vm.assumed).toEqual([]);
    expect(vm).toMatchObject({
      generation: HOST_GENERATIONS['intel-cascade-lake'],
      facts: {
        vm: {
          name: 'web-1',
          state: { kind: 'deallocated' },
          hibernationEnabled: false,
          exclusions: ['spot'],
        },
        size: { name: 'Standard_D2s_v5', memoryMib: 4_096, vcpus: 2 },
        disks: [{ role: 'os', sizeGib: 64, supportsHibernation: false }, { role: 'data' }, { role: 'data' }],
        nics: [{ isAccelerated: false }, { isAccelerated: false }],
      },
    });
  });

  it('is on a host of the processor of its size, or of the kind that the target is', () => {
    const amd = described({ size: 'Standard_D2as_v5' });
    const targetGeneration = HOST_GENERATIONS['intel-sapphire-rapids'];
    const asked = described({ size: 'Standard_D2s_v5' }, { ...RESOLVED, targetGeneration });
    expect([amd, asked].map((vm) => vm.kind === 'described' && vm.generation.name)).toEqual([
      'amd-milan',
      'intel-sapphire-rapids',
    ]);
  });

  it.each<readonly [VmDescription, readonly (readonly [string, string])[]]>([
    [{ size: 'Standard_X1' }, [['size', 'there is no size Standard_X1']]],
    [
      { size: 'Standard_D2s_v5', nics: 3, dataDisks: 9 },
      [
        ['dataDisks', 'Standard_D2s_v5 takes at most 4'],
        ['nics', 'Standard_D2s_v5 takes at most 2'],
      ],
    ],
  ])('AZURE-43 ARM-19 is refused where its size does not allow it: %j', (description, faults) => {
    const vm = described(description);
    expect(
      vm.kind === 'impossible' && vm.faults.map(({ path, message }) => [path.join('.'), message]),
    ).toEqual(faults);
  });
});
