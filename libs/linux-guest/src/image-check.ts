import type { RuleId } from '#libs/kernel-rules';
import { classOfKind, slotName } from '#libs/vmbus';
import { driverFor } from './driver-binding.js';
import { STORVSC } from './drivers/storvsc.js';
import { ERRNO } from './errno.js';
import { isStaged } from './faults/fault.js';
import type { Finding, GuestProfile } from './guest-profile.js';
import type { HibernationImage } from './guest-state.js';
import type { VirtualHardware } from './hardware.js';
import { transferMs } from './image-size.js';
import type { KernelLogLine } from './kernel-log.js';
import type { KernelPhase } from './kernel-phase.js';
import { negotiateAtBoot } from './kernel-version.js';
import { differInPoolsAlone, isSameMemoryMap, memoryMapOf } from './memory-map.js';
import type { ImageCheck } from './outcomes.js';

type Rejection = Extract<ImageCheck, { kind: 'rejected' }>;

interface CheckInput {
  readonly image: HibernationImage;
  readonly hardware: VirtualHardware;
}

/** One check of the image: a reason to reject it, or `undefined`. */
interface Check {
  readonly phase: KernelPhase;
  readonly rule: RuleId;
  readonly errno: number;
  /** The line that the kernel logs. */
  readonly message: string;
  /** Whether the image has been read by then, which takes its time. */
  readonly afterReading: boolean;
  fails(input: CheckInput): boolean;
  /** What had to be assumed for it to fail, where the sources leave that open. */
  assumes?(input: CheckInput): RuleId | undefined;
}

/** In the kernel's order; all of them come after the signature is written back, so the image is lost (R75 C3). */
const CHECKS: readonly Check[] = [
  {
    phase: 'C4',
    rule: 'R77',
    errno: ERRNO.EINVAL,
    message: 'Suspend image hardware signature mismatch; aborting resume.',
    afterReading: false,
    // A signature of zero was never stored, so there is nothing to compare.
    fails: ({ image, hardware }) =>
      image.facsSignature !== 0 && image.facsSignature !== hardware.facsSignature,
  },
  {
    phase: 'C7',
    rule: 'R76',
    errno: ERRNO.EPERM,
    message: 'Hibernate inconsistent memory map detected!',
    afterReading: false,
    fails: ({ image, hardware }) => !isSameMemoryMap(image.memoryMap, memoryMapOf(hardware)),
    assumes: ({ image, hardware }) =>
      differInPoolsAlone(image.memoryMap, memoryMapOf(hardware)) ? 'ASSUME-17' : undefined,
  },
  {
    phase: 'C8',
    rule: 'ENABLE-2',
    errno: ERRNO.EPERM,
    message: 'Image mismatch: memory size',
    afterReading: false,
    fails: ({ image, hardware }) => image.totalMemoryMib !== hardware.memoryMib,
  },
  {
    phase: 'C9',
    rule: 'R75',
    errno: ERRNO.EFAULT,
    message: 'Memory map mismatch at 0x100000000 after hibernation',
    afterReading: false,
    fails: ({ hardware }) => isStaged(hardware.faults, 'page-frame-invalid'),
  },
  {
    phase: 'C10',
    rule: 'R75',
    errno: ERRNO.ENOMEM,
    message: 'Failed to load image, recovering.',
    afterReading: false,
    fails: ({ hardware }) => isStaged(hardware.faults, 'image-too-large-to-load'),
  },
  {
    phase: 'C10',
    rule: 'R75',
    errno: ERRNO.EIO,
    message: 'Failed to load image, recovering.',
    afterReading: true,
    fails: ({ hardware }) => isStaged(hardware.faults, 'image-read-error'),
  },
  {
    phase: 'C11',
    rule: 'R75',
    errno: ERRNO.ENODATA,
    message: 'Invalid image CRC32!',
    afterReading: true,
    fails: ({ hardware }) => isStaged(hardware.faults, 'image-corrupt'),
  },
];

/**
 * What the fresh kernel makes of the swap area, in the kernel's order of checks (RESUME-2, R75). Until the signature
 * is written back a failure leaves the image where it is (R78), to be found by a later boot; after that the image is
 * lost (R75 C3). Neither kernel version (R79) nor CPUs (R80) are compared.
 */
export function checkImage(
  image: HibernationImage | undefined,
  hardware: VirtualHardware,
  bootKernel: GuestProfile,
): ImageCheck {
  if (image === undefined) return { kind: 'no-image', rule: 'R84' };
  const unread = whyNotAttempted(hardware, bootKernel);
  if (unread !== undefined) {
    return { kind: 'rejected', errno: ERRNO.ENOENT, imageLost: false, tookMs: 0, ...unread };
  }
  const readMs = transferMs(image.imageBytes, hardware.imageBytesPerSecond);
  const failed = CHECKS.find((check) => check.fails({ image, hardware }));
  if (failed !== undefined) {
    const { phase, rule, errno, message: symptom, afterReading } = failed;
    const assumption = failed.assumes?.({ image, hardware });
    return {
      kind: 'rejected',
      phase,
      rule,
      errno,
      symptom,
      imageLost: true,
      tookMs: afterReading ? readMs : 0,
      ...(assumption === undefined ? {} : { assumption }),
    };
  }
  return { kind: 'restore', image, readMs, findings: staleFindings(image) };
}

/** What the console says while the image is looked for and read. */
export function imageCheckLog(check: ImageCheck): readonly KernelLogLine[] {
  switch (check.kind) {
    // R84: no message at the default log level.
    case 'no-image':
      return [];
    case 'restore':
      return [
        { atMs: 0, level: 'info', text: 'PM: hibernation: resume from hibernation' },
        { atMs: check.readMs, level: 'info', text: 'PM: hibernation: Image loading done' },
      ];
    case 'rejected':
      return rejectionLog(check);
  }
}

/** What follows the message of a check. */
const FURTHER_LINES: Readonly<Partial<Record<KernelPhase, readonly string[]>>> = {
  C7: ['Image mismatch: architecture specific data'],
  C11: ['Failed to load image, recovering.'],
};

function rejectionLog({ phase, symptom, errno, imageLost, tookMs }: Rejection): readonly KernelLogLine[] {
  if (!imageLost) {
    return [
      {
        atMs: 0,
        level: 'warning',
        text: 'swapon: the swap area has no swap signature: an image is still in it',
      },
    ];
  }
  const further = FURTHER_LINES[phase] ?? [];
  return [symptom, ...further, `resume failed (${errno})`].map((text) => ({
    atMs: tookMs,
    level: 'error' as const,
    text: `PM: hibernation: ${text}`,
  }));
}

/** R75 C0 and C1, R78: what keeps the fresh kernel from looking at all. */
function whyNotAttempted(
  hardware: VirtualHardware,
  bootKernel: GuestProfile,
): Pick<Rejection, 'rule' | 'phase' | 'symptom'> | undefined {
  if (bootKernel.architecture === 'arm64') {
    return { rule: 'ENABLE-6', phase: 'C0', symptom: 'Linux supports no ACPI sleep state on arm64' };
  }
  if (!bootKernel.hibernationAvailable) {
    return {
      rule: 'R78',
      phase: 'C0',
      symptom: 'the fresh kernel does not attempt a resume: noresume, nohibernate or lock-down',
    };
  }
  if (isStaged(hardware.faults, 'noresume')) {
    return { rule: 'R78', phase: 'C0', symptom: 'the fresh kernel does not attempt a resume: noresume' };
  }
  if (isStaged(hardware.faults, 'cxl-memory-in-use')) {
    return { rule: 'R78', phase: 'C0', symptom: 'the fresh kernel does not attempt a resume: memory on CXL' };
  }
  if (isStaged(hardware.faults, 'wrong-resume-device')) {
    return { rule: 'R83', phase: 'C1', symptom: 'resume= names another device than the one with the image' };
  }
  if (!bootKernel.hasResumeParameter) {
    return {
      rule: 'R83',
      phase: 'C1',
      symptom: 'nothing tells the fresh kernel where the image is: there is no resume= parameter',
    };
  }
  if (!reachesResumeDevice(hardware, bootKernel)) {
    return {
      rule: 'R78',
      phase: 'C1',
      symptom: 'the fresh kernel cannot reach the resume device: no storage driver or controller',
    };
  }
  return undefined;
}

/** The swap area is on the OS disk, behind SCSI controller 0: it takes VMBus, the controller and its driver. */
function reachesResumeDevice({ devices, vmbusVersions }: VirtualHardware, bootKernel: GuestProfile): boolean {
  const { classGuid } = classOfKind('scsi');
  return (
    devices.some((device) => slotName(device) === 'scsi 0' && device.classGuid === classGuid) &&
    driverFor(bootKernel, 'scsi 0') === STORVSC.name &&
    negotiateAtBoot(bootKernel.kernelVersion, vmbusVersions) !== undefined
  );
}

/** R78: the disks went on without the image, and its memory knows nothing of it. */
function staleFindings({ isStale }: HibernationImage): readonly Finding[] {
  if (!isStale) return [];
  return [
    {
      rule: 'R78',
      phase: 'after',
      severity: 'hung-or-undefined',
      summary: 'The image is older than a boot that changed the file systems since.',
      consequence:
        'Cached metadata of the image overwrites what that boot wrote: the file systems are corrupted.',
    },
  ];
}
