import { BUILT_IN_POLICIES } from '#libs/guid-policy';
import { guestProfileNamed } from '#libs/linux-guest';
import { describe, expect, it } from 'vitest';
import { issuesOf, scenarioOf, SMALL } from '../testing/an-experiment.js';

const guestsOf = (overrides: Readonly<Record<string, string>>) => scenarioOf(SMALL, { overrides }).guests;
const { azure, 'local-hyperv': local, none } = BUILT_IN_POLICIES;

describe('guests', () => {
  it('are absent where nothing is said of them', () => {
    expect(scenarioOf(SMALL)).not.toHaveProperty('guests');
  });

  it('are the ordinary ones under the policy of Azure', () => {
    const ordinary = { policy: azure, profiles: [{ weight: 1, value: guestProfileNamed('ubuntu-24.04') }] };
    expect([guestsOf({ guests: '{}' }), guestsOf({ policy: 'azure' })]).toEqual([ordinary, ordinary]);
  });

  it('are each image with each kernel', () => {
    const guests = '{images: {ubuntu-22.04: 3, no-swap: 1}, kernels: {"6.8": 2, 6.14: 1}}';
    const found = guestsOf({ guests })?.profiles.map(({ weight, value }) => [
      weight,
      value.name,
      value.kernelVersion,
      value.swapMib,
    ]);
    expect(found).toEqual([
      [6, 'ubuntu-22.04 with 6.8', '6.8', 65_536],
      [3, 'ubuntu-22.04 with 6.14', '6.14', 65_536],
      [2, 'no-swap with 6.8', '6.8', 0],
      [1, 'no-swap with 6.14', '6.14', 0],
    ]);
  });

  it('may have profiles of their own', () => {
    const guests =
      '{images: {mine: 1}, profiles: {theirs: {extends: debian-12, workingSetMib: 4096}, mine: {extends: theirs, swapMib: 8192}}}';
    expect(guestsOf({ guests })?.profiles).toEqual([
      {
        weight: 1,
        value: { ...guestProfileNamed('debian-12'), name: 'mine', workingSetMib: 4_096, swapMib: 8_192 },
      },
    ]);
  });
});

describe('a policy', () => {
  it.each([
    ['none', none],
    [
      '{extends: azure, removeVfsBeforeHibernation: false}',
      {
        ...azure,
        name: 'azure-changed',
        description: 'azure, with changes',
        removeVfsBeforeHibernation: false,
      },
    ],
    [
      '{extends: local-hyperv, name: scsi-only, devices: {scsi: azure, nic: keep}}',
      {
        ...local,
        name: 'scsi-only',
        description: 'local-hyperv, with changes',
        devices: { ...local.devices, scsi: azure.devices.scsi, nic: { kind: 'keep' } },
      },
    ],
    [JSON.stringify(azure), azure],
  ])('may be %s', (policy, expected) => {
    expect(guestsOf({ policy })?.policy).toEqual(expected);
  });

  it.each([
    ['amazon', ['policy: must be one of azure, local-hyperv, none, or a policy']],
    ['[azure]', ['policy: must be one of azure, local-hyperv, none, or members of a policy']],
    ['{extends: amazon}', ['policy.extends: must be one of azure, local-hyperv, none']],
    [
      '{extends: azure, devices: {scsi: from-mac}}',
      ['policy.devices.scsi.kind: only a nic can take its instance GUID from a MAC'],
    ],
    [
      '{name: x, description: y, devices: {}}',
      [
        ...Object.keys(azure.devices).map((kind) => `policy.devices.${kind}: missing; must be an object`),
        'policy.removeVfsBeforeHibernation: missing; must be true or false',
        'policy.dda: missing; must be an object',
      ],
    ],
  ])('%s is none', (policy, issues) => {
    const found = issuesOf(SMALL, { overrides: { policy } });
    expect(found.toSorted()).toEqual(issues.map((issue) => `scenario.${issue}`).toSorted());
  });
});
