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
        phase: 'C7',
        errno: -1,
        symptom: 'Hibernate inconsistent memory map detected!',
        imageLost: true,
        tookMs: 0,
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
      phase: 'C8',
      errno: -1,
      symptom: 'Image mismatch: memory size',
      imageLost: true,
      tookMs: 0,
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

  it.each([
    {
      case: 'a controller of another class under that GUID',
      machine: aMachine({
        devices: azureDevices().map((device) =>
          device.kind === 'scsi' ? { ...device, classGuid: aNic(0).classGuid } : device,
        ),
      }),
    },
    { case: 'no common VMBus protocol', machine: aMachine({ vmbusVersions: ['9.9'] }) },
  ])('R78 with $case the fresh kernel does not reach the image either', ({ machine }) => {
    expect(checkImage(IMAGE, machine, aProfile())).toEqual({
      kind: 'rejected',
      rule: 'R78',
      phase: 'C1',
      errno: -2,
      symptom: 'the fresh kernel cannot reach the resume device: no storage driver or controller',
      imageLost: false,
      tookMs: 0,
    });
  });

  it.each([
    {
      rule: 'R78',
      phase: 'C0',
      kind: 'noresume',
      symptom: 'the fresh kernel does not attempt a resume: noresume',
    },
    {
      rule: 'R78',
      phase: 'C0',
      kind: 'cxl-memory-in-use',
      symptom: 'the fresh kernel does not attempt a resume: memory on CXL',
    },
    {
      rule: 'R83',
      phase: 'C1',
      kind: 'wrong-resume-device',
      symptom: 'resume= names another device than the one with the image',
    },
  ] as const)('$rule $kind: the image is not looked at and stays', ({ kind, ...expected }) => {
    expect(checkImage(IMAGE, aMachine({ faults: [{ kind }] }), aProfile())).toEqual({
      kind: 'rejected',
      errno: -2,
      imageLost: false,
      tookMs: 0,
      ...expected,
    });
  });

  it('R75 looks at the memory map only after it has found the image at all', () => {
    const check = checkImage(IMAGE, aMachine({ memoryMib: 8_192 }), aProfile({ hasResumeParameter: false }));
    expect(check).toMatchObject({ rule: 'R83', imageLost: false });
  });

  it('R79 takes the image of another kernel version', () => {
    expect(checkImage(IMAGE, MACHINE, aProfile({ kernelVersion: '6.15' })).kind).toBe('restore');
  });

  it.each([
    { change: '1 NIC more, within the pools', machine: { devices: azureDevices(aNic(1)) }, kind: 'restore' },
    { change: '2 disks more, within the pools', machine: { scsiDisks: 4 }, kind: 'restore' },
    {
      change: 'more than 2 NICs',
      machine: { devices: azureDevices(aNic(1), aNic(2)) },
      kind: 'rejected',
      assumption: 'ASSUME-17',
    },
    {
      change: 'more than 4 SCSI disks',
      machine: { scsiDisks: 5 },
      kind: 'rejected',
      assumption: 'ASSUME-17',
    },
    { change: 'other firmware', machine: { firmware: '2' }, kind: 'rejected' },
  ])('R76 ASSUME-17 $change: the image is to $kind', ({ machine, kind, assumption }) => {
    const check = checkImage(IMAGE, aMachine(machine), aProfile());
    expect(check).toEqual(
      kind === 'restore'
        ? { kind, image: IMAGE, readMs: 5_120, findings: [] }
        : {
            kind,
            rule: 'R76',
            phase: 'C7',
            errno: -1,
            symptom: 'Hibernate inconsistent memory map detected!',
            imageLost: true,
            tookMs: 0,
            ...(assumption === undefined ? {} : { assumption }),
          },
    );
  });

  it('R76 ASSUME-17 many disks and NICs are no obstacle while their numbers stay', () => {
    const machine = aMachine({ scsiDisks: 9, devices: azureDevices(aNic(1), aNic(2)) });
    const image = imageOf(aGuest({ machine }), machine);
    expect(checkImage(image, machine, aProfile()).kind).toBe('restore');
    expect(checkImage(image, { ...machine, scsiDisks: 8 }, aProfile()).kind).toBe('rejected');
  });
});
