import { describe, expect, it } from 'vitest';
import { isHibernationExtension, setUpForHibernation } from './hibernation-extension.js';
import { aVm, type VmBuilder } from './testing/a-vm.js';

const BARE = { hasUdevHibernateRule: false, swapMib: 0, hasResumeParameter: false };
const GIB = 1_024;

function withOsDisk(vm: VmBuilder, sizeGib: number): VmBuilder {
  return vm.with({
    disks: vm.facts.disks.map((disk) => (disk.role === 'os' ? { ...disk, sizeGib } : disk)),
  });
}

describe('setUpForHibernation', () => {
  it('R82 R83 R89 makes swap for the memory, names it, and adds the udev rule', () => {
    const { facts } = aVm().withGuest(BARE);
    expect(setUpForHibernation(facts)).toEqual({
      kind: 'configured',
      profile: {
        ...facts.profile,
        hasUdevHibernateRule: true,
        swapMib: 16 * GIB,
        hasResumeParameter: true,
      },
    });
  });

  it('R82 leaves swap that is large enough as it is', () => {
    const { facts } = aVm().withGuest({ ...BARE, swapMib: 20 * GIB });
    const setUp = setUpForHibernation(facts);
    expect(setUp.kind === 'configured' ? setUp.profile.swapMib : setUp).toBe(20 * GIB);
  });

  it.each([
    ['ENABLE-1', aVm().withVm({ hibernationEnabled: false })],
    ['ENABLE-6', aVm().withGuest({ architecture: 'arm64' })],
    ['R21', aVm().withGuest({ hibernationAvailable: false })],
    ['R82', aVm().withSize({ memoryMib: 512 * GIB })],
    ['ASSUME-30', withOsDisk(aVm().withGuest(BARE), 19)],
  ])('AZURE-49 %s fails where the guest cannot be set up', (rule, { facts }) => {
    const setUp = setUpForHibernation(facts);
    expect(setUp.kind === 'failed' ? setUp.rule : setUp).toBe(rule);
  });

  it('ASSUME-30 fits its swap beside a system of 4 GiB', () => {
    expect(setUpForHibernation(withOsDisk(aVm().withGuest(BARE), 20).facts).kind).toBe('configured');
  });
});

describe('isHibernationExtension', () => {
  it.each([
    ['Microsoft.CPlat.Core', 'LinuxHibernateExtension', true],
    ['microsoft.cplat.core', 'windowshibernateextension', true],
    ['Microsoft.CPlat.Core', 'RunCommandLinux', false],
    ['Somebody', 'LinuxHibernateExtension', false],
  ])('%s %s: %s', (publisher, type, expected) => {
    expect(isHibernationExtension({ publisher, type })).toBe(expected);
  });
});
