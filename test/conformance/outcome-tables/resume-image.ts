import { set, type OutcomeCase, type Shown } from './outcome-case.js';

/** A check of the image fails after its signature was written back: the saved state is lost. */
function imageLost(shows: Shown, ...log: readonly RegExp[]) {
  return { severity: 'resume-rejected-cold-boot', shows, log: [...log, /resume failed \(-\d+\)/] } as const;
}

/** The fresh kernel never reaches the signature, and the image stays where it is. */
function imageLeft(shows: Shown) {
  return {
    severity: 'resume-rejected-cold-boot',
    shows,
    log: [/swapon: .*no swap signature/],
    imageStays: true,
  } as const;
}

/** The saved state is gone for good: another start is an ordinary boot (R75 C3). */
const ORDINARY_BOOT_NEXT = {
  story: [set({ faults: [] }), 'stop', 'start'],
  expected: { severity: 'cold-boot', shows: 'nothing', isSilent: true },
} as const;

/** Resumes that the fresh kernel gives up, or that go wrong by what the image is. */
export const RESUME_IMAGE: readonly OutcomeCase[] = [
  {
    row: 'no image',
    rules: ['R84'],
    cause: 'there is no image on the disk',
    story: ['stop', 'start'],
    expected: { severity: 'cold-boot', shows: 'nothing', isSilent: true },
  },
  {
    row: 'resume not attempted',
    rules: ['R78', 'R75'],
    cause: 'the fresh kernel is booted with noresume',
    story: ['hibernate', set({ faults: ['noresume'] }), 'start'],
    expected: imageLeft({ rule: 'R78', phase: 'C0', errno: -2, symptom: /noresume/ }),
  },
  {
    row: 'resume not attempted',
    rules: ['R78', 'R75'],
    cause: 'the fresh kernel is locked down',
    story: ['hibernate', set({ guest: { hibernationAvailable: false } }), 'start'],
    expected: imageLeft({ rule: 'R78', phase: 'C0', errno: -2, symptom: /lock-down/ }),
  },
  {
    row: 'resume not attempted',
    rules: ['R83', 'R78'],
    cause: 'the fresh kernel has no resume= parameter',
    story: ['hibernate', set({ guest: { hasResumeParameter: false } }), 'start'],
    expected: imageLeft({ rule: 'R83', phase: 'C1', errno: -2, symptom: /no resume= parameter/ }),
  },
  {
    row: 'resume not attempted',
    rules: ['R83', 'R78'],
    cause: 'resume= of the fresh kernel names another device',
    story: ['hibernate', set({ faults: ['wrong-resume-device'] }), 'start'],
    expected: imageLeft({ rule: 'R83', phase: 'C1', errno: -2, symptom: /resume= names another device/ }),
  },
  {
    row: 'resume not attempted',
    rules: ['R78', 'R83'],
    cause: 'the fresh kernel lacks the storage driver',
    story: ['hibernate', set({ guest: { kindsWithoutDriver: ['scsi'] } }), 'start'],
    expected: imageLeft({ rule: 'R78', phase: 'C1', errno: -2, symptom: /no storage driver/ }),
  },
  {
    row: 'FACS signature differs',
    rules: ['R77'],
    cause: 'the FACS hardware signature differs, and is not zero',
    given: { faults: ['facs-signature 7'] },
    story: ['hibernate', set({ faults: ['facs-signature 9'] }), 'start'],
    expected: imageLost(
      { rule: 'R77', phase: 'C4', errno: -22, symptom: /hardware signature mismatch/ },
      /hardware signature mismatch/,
    ),
    afterwards: [ORDINARY_BOOT_NEXT],
  },
  {
    row: 'memory size or map differs',
    rules: ['R76'],
    cause: 'the new VM has another memory size',
    story: ['hibernate', set({ faults: ['memory-mib 16384'] }), 'start'],
    expected: imageLost(
      { rule: 'R76', phase: 'C7', errno: -1, symptom: /inconsistent memory map/ },
      /Hibernate inconsistent memory map detected!/,
      /Image mismatch: architecture specific data/,
    ),
    afterwards: [ORDINARY_BOOT_NEXT],
  },
  {
    row: 'memory size or map differs',
    rules: ['R76'],
    cause: 'the firmware of the new VM gives another memory map',
    story: ['hibernate', set({ faults: ['firmware 2'] }), 'start'],
    expected: imageLost(
      { rule: 'R76', phase: 'C7', errno: -1, symptom: /inconsistent memory map/ },
      /Hibernate inconsistent memory map detected!/,
    ),
    afterwards: [ORDINARY_BOOT_NEXT],
  },
  {
    row: 'hot-added memory in the image',
    rules: ['R76', 'R71'],
    cause: 'the image has hot-added memory that the new VM lacks',
    given: { hibernationEnabled: false, guest: { hotAddedMib: 1_024 } },
    story: ['self-hibernate', 'deallocate', 'start'],
    expected: imageLost(
      { rule: 'ENABLE-2', phase: 'C8', errno: -1, symptom: /Image mismatch: memory size/ },
      /Image mismatch: memory size/,
    ),
    afterwards: [ORDINARY_BOOT_NEXT],
  },
  {
    row: 'page frame not valid',
    rules: ['R75'],
    cause: 'a page frame of the image is no memory in the new VM',
    story: ['hibernate', set({ faults: ['page-frame-invalid'] }), 'start'],
    expected: imageLost(
      { rule: 'R75', phase: 'C9', errno: -14, symptom: /Memory map mismatch at 0x/ },
      /Memory map mismatch at 0x/,
    ),
    afterwards: [ORDINARY_BOOT_NEXT],
  },
  {
    row: 'image cannot be loaded',
    rules: ['R75'],
    cause: 'reading the image meets an I/O error',
    story: ['hibernate', set({ faults: ['image-read-error'] }), 'start'],
    expected: imageLost(
      { rule: 'R75', phase: 'C10', errno: -5, symptom: /Failed to load image, recovering/ },
      /Failed to load image, recovering\./,
    ),
    afterwards: [ORDINARY_BOOT_NEXT],
  },
  {
    row: 'image cannot be loaded',
    rules: ['R75'],
    cause: 'the checksum of the image is wrong',
    story: ['hibernate', set({ faults: ['image-corrupt'] }), 'start'],
    expected: imageLost(
      { rule: 'R75', phase: 'C11', errno: -61, symptom: /Invalid image CRC32!/ },
      /Invalid image CRC32!/,
      /Failed to load image, recovering\./,
    ),
    afterwards: [ORDINARY_BOOT_NEXT],
  },
  {
    row: 'image cannot be loaded',
    rules: ['R75'],
    cause: 'the fresh kernel lacks memory to load the image',
    story: ['hibernate', set({ faults: ['image-too-large-to-load'] }), 'start'],
    expected: imageLost(
      { rule: 'R75', phase: 'C10', errno: -12, symptom: /Failed to load image, recovering/ },
      /Failed to load image, recovering\./,
    ),
    afterwards: [ORDINARY_BOOT_NEXT],
  },
  {
    row: 'fresh kernel cannot quiesce',
    rules: ['R22', 'R69'],
    cause: 'a device of the fresh kernel is bound to UIO',
    given: { nics: ['plain'] },
    story: ['hibernate', set({ guest: { uioSlots: ['nic 0'] } }), 'start'],
    expected: imageLost(
      {
        rule: 'UIO-2',
        phase: 'B5',
        errno: -95,
        symptom: /aborting resume: nic 0 is bound to uio_hv_generic/,
      },
      /Some devices failed to power down, aborting resume/,
    ),
    afterwards: [ORDINARY_BOOT_NEXT],
  },
  {
    row: 'fresh kernel cannot quiesce',
    rules: ['R22', 'R66'],
    cause: 'a vPCI bus of the fresh kernel is still initialising',
    given: { nics: ['accelerated'], policy: 'keeps-vpci' },
    story: ['hibernate', set({ faults: ['vpci-initialising vf 0'] }), 'start'],
    expected: imageLost(
      { rule: 'R66', phase: 'B5', errno: -22, symptom: /aborting resume: the vPCI bus of vf 0/ },
      /Some devices failed to power down, aborting resume/,
    ),
    afterwards: [ORDINARY_BOOT_NEXT],
  },
  {
    row: 'fresh kernel cannot quiesce',
    rules: ['R22', 'R61'],
    cause: 'a NIC of the fresh kernel does not drain',
    given: { nics: ['plain'] },
    story: ['hibernate', set({ faults: ['nic-rings-not-draining nic 0'] }), 'start'],
    expected: imageLost(
      { rule: 'R61', phase: 'B5', errno: -110, symptom: /aborting resume: the rings of nic 0/ },
      /Some devices failed to power down, aborting resume/,
    ),
    afterwards: [ORDINARY_BOOT_NEXT],
  },
  {
    row: 'boot kernel of another version',
    rules: ['R79'],
    cause: 'a newer kernel boots and reads the image',
    on: ['6.1', '6.12'],
    given: { nics: ['plain'] },
    story: ['hibernate', set({ kernel: '7.2' }), 'start'],
    expected: { severity: 'resumed', shows: 'nothing', isSilent: true, log: [/Linux version 7\.2/] },
  },
  {
    row: 'boot kernel of another version',
    rules: ['R79'],
    cause: 'an older kernel boots and reads the image',
    on: ['7.2'],
    given: { nics: ['plain'] },
    story: ['hibernate', set({ kernel: '6.1' }), 'start'],
    expected: { severity: 'resumed', shows: 'nothing', isSilent: true, log: [/Linux version 6\.1/] },
  },
  {
    row: 'stale image resumed',
    rules: ['R78'],
    cause: 'an image is resumed that a cold boot had gone by',
    story: [
      'hibernate',
      set({ guest: { hasResumeParameter: false } }),
      'start',
      'stop',
      set({ guest: {} }),
      'start',
    ],
    expected: {
      severity: 'hung-or-undefined',
      shows: {
        rule: 'R78',
        phase: 'after',
        symptom: /image is older than a boot.*file systems are corrupted/,
      },
      isSilent: true,
    },
  },
  {
    row: 'stale image resumed',
    rules: ['R78'],
    cause: 'an image is resumed on a new VM that a cold boot had gone by',
    story: ['hibernate', set({ faults: ['noresume'] }), 'start', 'deallocate', set({ faults: [] }), 'start'],
    expected: {
      severity: 'hung-or-undefined',
      shows: {
        rule: 'R78',
        phase: 'after',
        symptom: /image is older than a boot.*file systems are corrupted/,
      },
      isSilent: true,
    },
  },
];
