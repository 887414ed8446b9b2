import { describe, expect, it } from 'vitest';
import type { Fault } from './faults/fault.js';
import type { GuestProfile } from './guest-profile.js';
import type { HibernationImage } from './guest-state.js';
import type { VirtualHardware } from './hardware.js';
import { checkImage, imageCheckLog } from './image-check.js';
import { aGuest, aMachine, aProfile, imageOf } from './testing/guest-fixtures.js';

const MADE_ON = aMachine({ facsSignature: 0x1111 });
const IMAGE = imageOf(aGuest(), MADE_ON);
const READ_MS = 5_120;

interface Flaws {
  image: HibernationImage;
  hardware: VirtualHardware;
  bootKernel: GuestProfile;
}

/** One flaw per check, in the order of the checks; `mend` takes that one away. */
const FLAWS: readonly {
  readonly phase: string;
  readonly rule: string;
  readonly errno: number;
  readonly symptom: string;
  readonly imageLost: boolean;
  readonly tookMs: number;
  mend(flaws: Flaws): Flaws;
}[] = [
  {
    phase: 'C0',
    rule: 'R78',
    errno: -2,
    symptom: 'the fresh kernel does not attempt a resume: noresume, nohibernate or lock-down',
    imageLost: false,
    tookMs: 0,
    mend: (flaws) => ({ ...flaws, bootKernel: { ...flaws.bootKernel, hibernationAvailable: true } }),
  },
  {
    phase: 'C1',
    rule: 'R83',
    errno: -2,
    symptom: 'nothing tells the fresh kernel where the image is: there is no resume= parameter',
    imageLost: false,
    tookMs: 0,
    mend: (flaws) => ({ ...flaws, bootKernel: { ...flaws.bootKernel, hasResumeParameter: true } }),
  },
  {
    phase: 'C4',
    rule: 'R77',
    errno: -22,
    symptom: 'Suspend image hardware signature mismatch; aborting resume.',
    imageLost: true,
    tookMs: 0,
    mend: (flaws) => ({ ...flaws, hardware: { ...flaws.hardware, facsSignature: 0x1111 } }),
  },
  {
    phase: 'C7',
    rule: 'R76',
    errno: -1,
    symptom: 'Hibernate inconsistent memory map detected!',
    imageLost: true,
    tookMs: 0,
    mend: (flaws) => ({ ...flaws, hardware: { ...flaws.hardware, firmware: '1' } }),
  },
  {
    phase: 'C8',
    rule: 'ENABLE-2',
    errno: -1,
    symptom: 'Image mismatch: memory size',
    imageLost: true,
    tookMs: 0,
    mend: (flaws) => ({ ...flaws, image: { ...flaws.image, totalMemoryMib: 16_384 } }),
  },
  {
    phase: 'C9',
    rule: 'R75',
    errno: -14,
    symptom: 'Memory map mismatch at 0x100000000 after hibernation',
    imageLost: true,
    tookMs: 0,
    mend: without('page-frame-invalid'),
  },
  {
    phase: 'C10',
    rule: 'R75',
    errno: -12,
    symptom: 'Failed to load image, recovering.',
    imageLost: true,
    tookMs: 0,
    mend: without('image-too-large-to-load'),
  },
  {
    phase: 'C10',
    rule: 'R75',
    errno: -5,
    symptom: 'Failed to load image, recovering.',
    imageLost: true,
    tookMs: READ_MS,
    mend: without('image-read-error'),
  },
  {
    phase: 'C11',
    rule: 'R75',
    errno: -61,
    symptom: 'Invalid image CRC32!',
    imageLost: true,
    tookMs: READ_MS,
    mend: without('image-corrupt'),
  },
];

const FAULTS: readonly Fault[] = [
  { kind: 'image-corrupt' },
  { kind: 'image-read-error' },
  { kind: 'image-too-large-to-load' },
  { kind: 'page-frame-invalid' },
];

const ALL: Flaws = {
  image: { ...IMAGE, totalMemoryMib: 17_408 },
  hardware: aMachine({ facsSignature: 0x2222, firmware: '2', faults: FAULTS }),
  bootKernel: aProfile({ hibernationAvailable: false, hasResumeParameter: false }),
};

function without(kind: Fault['kind']) {
  return (flaws: Flaws): Flaws => ({
    ...flaws,
    hardware: {
      ...flaws.hardware,
      faults: flaws.hardware.faults.filter((fault) => fault.kind !== kind),
    },
  });
}

function check({ image, hardware, bootKernel }: Flaws) {
  return checkImage(image, hardware, bootKernel);
}

describe('the order of the checks', () => {
  it.each(FLAWS.map((flaw, index) => ({ ...flaw, index })))(
    'R75 $phase $symptom ($errno) hides every later flaw',
    ({ mend: _mend, index, ...expected }) => {
      const flaws = FLAWS.slice(0, index).reduce((left, { mend }) => mend(left), ALL);
      expect(check(flaws)).toEqual({ kind: 'rejected', ...expected });
    },
  );

  it('R75 with every flaw mended the image is taken', () => {
    const mended = FLAWS.reduce((left, { mend }) => mend(left), ALL);
    expect(check(mended)).toEqual({ kind: 'restore', image: IMAGE, readMs: READ_MS, findings: [] });
  });
});

describe('the hardware signature of the FACS', () => {
  it.each([
    { before: 0, after: 0, kind: 'restore' },
    { before: 0, after: 0x2222, kind: 'restore' },
    { before: 0x1111, after: 0x1111, kind: 'restore' },
    { before: 0x1111, after: 0x2222, kind: 'rejected' },
    { before: 0x1111, after: 0, kind: 'rejected' },
  ])('R77 $before in the image and $after in the new VM: $kind', ({ before, after, kind }) => {
    const image = imageOf(aGuest(), aMachine({ facsSignature: before }));
    expect(checkImage(image, aMachine({ facsSignature: after }), aProfile()).kind).toBe(kind);
  });
});

describe('what the console says', () => {
  const rejectedWith = (change: Partial<VirtualHardware>, profile: Partial<GuestProfile> = {}) =>
    imageCheckLog(checkImage(IMAGE, aMachine({ facsSignature: 0x1111, ...change }), aProfile(profile)));

  it.each([
    {
      phase: 'C4',
      change: { facsSignature: 0x2222 },
      lines: ['Suspend image hardware signature mismatch; aborting resume.', 'resume failed (-22)'],
      atMs: 0,
    },
    {
      phase: 'C7',
      change: { firmware: '2' },
      lines: [
        'Hibernate inconsistent memory map detected!',
        'Image mismatch: architecture specific data',
        'resume failed (-1)',
      ],
      atMs: 0,
    },
    {
      phase: 'C11',
      change: { faults: [{ kind: 'image-corrupt' }] as const },
      lines: ['Invalid image CRC32!', 'Failed to load image, recovering.', 'resume failed (-61)'],
      atMs: READ_MS,
    },
  ])('R75 at $phase', ({ change, lines, atMs }) => {
    expect(rejectedWith(change)).toEqual(
      lines.map((text) => ({ atMs, level: 'error', text: `PM: hibernation: ${text}` })),
    );
  });

  it('R78 where the image was never looked at, when the swap area is to be used', () => {
    expect(rejectedWith({}, { hasResumeParameter: false })).toEqual([
      {
        atMs: 0,
        level: 'warning',
        text: 'swapon: the swap area has no swap signature: an image is still in it',
      },
    ]);
  });

  it('R84 is nothing where there is no image', () => {
    expect(imageCheckLog(checkImage(undefined, MADE_ON, aProfile()))).toEqual([]);
  });

  it('RESUME-2 is when it began and when it was read where there is one', () => {
    expect(imageCheckLog(checkImage(IMAGE, MADE_ON, aProfile()))).toEqual([
      { atMs: 0, level: 'info', text: 'PM: hibernation: resume from hibernation' },
      { atMs: READ_MS, level: 'info', text: 'PM: hibernation: Image loading done' },
    ]);
  });
});

describe('an image that a boot has passed over', () => {
  it('R78 is taken by a later boot that finds it, and corrupts the file systems', () => {
    const stale = { ...IMAGE, isStale: true };
    expect(checkImage(stale, MADE_ON, aProfile())).toEqual({
      kind: 'restore',
      image: stale,
      readMs: READ_MS,
      findings: [
        {
          rule: 'R78',
          phase: 'after',
          severity: 'hung-or-undefined',
          summary: 'The image is older than a boot that changed the file systems since.',
          consequence:
            'Cached metadata of the image overwrites what that boot wrote: the file systems are corrupted.',
        },
      ],
    });
  });
});
