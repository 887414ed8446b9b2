import { describe, expect, it } from 'vitest';
import { checkImage } from './image-check.js';
import { aGuest, aMachine, aNic, aProfile, azureDevices, imageOf } from './testing/guest-fixtures.js';

const MACHINE = aMachine();
const IMAGE = imageOf(aGuest(), MACHINE);

describe('what the fresh kernel makes of the swap area', () => {
  it('RESUME-2 takes an image that fits, in the time it takes to read it', () => {
    expect(checkImage(IMAGE, MACHINE, aProfile())).toEqual({
      kind: 'restore',
      image: IMAGE,
      readMs: 5_120,
      findings: [],
    });
  });

  it('RESUME-2 R84 without an image the boot is an ordinary one', () => {
    expect(checkImage(undefined, MACHINE, aProfile({ hasResumeParameter: false }))).toEqual({
      kind: 'no-image',
      rule: 'R84',
    });
  });

  it('BACKGROUND-2 reading takes the bytes of the image over the throughput of the disk', () => {
    const slow = aMachine({ imageBytesPerSecond: 3_000_000 });
    expect(checkImage(IMAGE, slow, aProfile())).toMatchObject({ readMs: Math.ceil(2 ** 30 / 3_000) });
  });

  it.each([8_192, 32_768])(
    'R76 a machine of %i MiB has another memory map: rejected, image lost',
    (memoryMib) => {
      expect(checkImage(IMAGE, aMachine({ memoryMib }), aProfile())).toEqual({
        kind: 'rejected',
        rule: 'R76',
        errno: -1,
        symptom: 'Hibernate inconsistent memory map detected!',
        imageLost: true,
      });
    },
  );

  it('ENABLE-2 hot-added memory makes the image larger than the new VM: rejected, image lost', () => {
    const machine = aMachine({ s4Enabled: false });
    const image = imageOf(aGuest({ machine, profile: aProfile({ hotAddedMib: 1024 }) }), machine, 'self');
    expect(image).toMatchObject({ memoryMib: 16_384, totalMemoryMib: 17_408 });
    expect(checkImage(image, machine, aProfile())).toEqual({
      kind: 'rejected',
      rule: 'ENABLE-2',
      errno: -1,
      symptom: 'Image mismatch: memory size',
      imageLost: true,
    });
  });

  it.each([
    { rule: 'R83', case: 'no resume=', profile: { hasResumeParameter: false }, machine: MACHINE },
    {
      rule: 'R78',
      case: 'noresume or lock-down',
      profile: { hibernationAvailable: false },
      machine: MACHINE,
    },
    {
      rule: 'R78',
      case: 'no storage driver',
      profile: { kindsWithoutDriver: ['scsi'] as const },
      machine: MACHINE,
    },
    {
      rule: 'R78',
      case: 'no OS disk controller',
      profile: {},
      machine: aMachine({ devices: azureDevices().filter(({ kind }) => kind !== 'scsi') }),
    },
    { rule: 'ENABLE-6', case: 'arm64', profile: { architecture: 'arm64' as const }, machine: MACHINE },
  ])('$rule with $case the image is never looked at and stays', ({ rule, profile, machine }) => {
    expect(checkImage(IMAGE, machine, aProfile(profile))).toMatchObject({
      kind: 'rejected',
      rule,
      imageLost: false,
    });
  });

  it('R75 looks at the memory map only after it has found the image at all', () => {
    const check = checkImage(IMAGE, aMachine({ memoryMib: 8_192 }), aProfile({ hasResumeParameter: false }));
    expect(check).toMatchObject({ rule: 'R83', imageLost: false });
  });

  it('R79 takes the image of another kernel version', () => {
    expect(checkImage(IMAGE, MACHINE, aProfile({ kernelVersion: '6.15' })).kind).toBe('restore');
  });

  it('R76 warns when a number of NICs beyond the stable memory map changed', () => {
    const machine = aMachine({ devices: azureDevices(aNic(1), aNic(2)) });
    const check = checkImage(IMAGE, machine, aProfile());
    expect(check).toMatchObject({
      kind: 'restore',
      findings: [{ rule: 'R76', summary: 'The number of NICs changed from 1 to 3.' }],
    });
    const oneMore = aMachine({ devices: azureDevices(aNic(1)) });
    expect(checkImage(IMAGE, oneMore, aProfile())).toMatchObject({ kind: 'restore', findings: [] });
  });
});
