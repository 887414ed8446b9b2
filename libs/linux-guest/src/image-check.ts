import { ERRNO } from './errno.js';
import type { Finding, GuestProfile } from './guest-profile.js';
import type { HibernationImage } from './guest-state.js';
import type { VirtualHardware } from './hardware.js';
import { transferMs } from './image-size.js';
import type { ImageCheck } from './outcomes.js';

/** NICs for which Gen2 firmware keeps the memory map stable under S4. Source: R76, host side. */
const NICS_WITH_STABLE_MEMORY_MAP = 2;

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
    return {
      kind: 'rejected',
      rule: unread.rule,
      errno: ERRNO.ENOENT,
      symptom: unread.symptom,
      imageLost: false,
    };
  }
  if (image.memoryMib !== hardware.memoryMib) {
    return {
      kind: 'rejected',
      rule: 'R76',
      errno: ERRNO.EPERM,
      symptom: 'Hibernate inconsistent memory map detected!',
      imageLost: true,
    };
  }
  if (image.totalMemoryMib !== hardware.memoryMib) {
    return {
      kind: 'rejected',
      rule: 'ENABLE-2',
      errno: ERRNO.EPERM,
      symptom: 'Image mismatch: memory size',
      imageLost: true,
    };
  }
  const readMs = transferMs(image.imageBytes, hardware.imageBytesPerSecond);
  return { kind: 'restore', image, readMs, findings: memoryMapFindings(image, hardware) };
}

/** R75 C0 and C1, R78: what keeps the fresh kernel from looking at all. */
function whyNotAttempted(
  hardware: VirtualHardware,
  bootKernel: GuestProfile,
): { readonly rule: 'R78' | 'R83' | 'ENABLE-6'; readonly symptom: string } | undefined {
  if (bootKernel.architecture === 'arm64') {
    return { rule: 'ENABLE-6', symptom: 'Linux supports no ACPI sleep state on arm64' };
  }
  if (!bootKernel.hibernationAvailable) {
    return {
      rule: 'R78',
      symptom: 'the fresh kernel does not attempt a resume: noresume, nohibernate or lock-down',
    };
  }
  if (!bootKernel.hasResumeParameter) {
    return {
      rule: 'R83',
      symptom: 'nothing tells the fresh kernel where the image is: there is no resume= parameter',
    };
  }
  const hasStorage = hardware.devices.some(({ kind, index }) => kind === 'scsi' && index === 0);
  if (!hasStorage || bootKernel.kindsWithoutDriver.includes('scsi')) {
    return {
      rule: 'R78',
      symptom: 'the fresh kernel cannot reach the resume device: no storage driver or controller',
    };
  }
  return undefined;
}

/** R76: beyond what the firmware's pools were sized for, another number of devices may shift the memory map. */
function memoryMapFindings(image: HibernationImage, hardware: VirtualHardware): readonly Finding[] {
  const before = image.guest.channels.filter(({ slot }) => slot.startsWith('nic ')).length;
  const now = hardware.devices.filter(({ kind }) => kind === 'nic').length;
  if (before === now || Math.max(before, now) <= NICS_WITH_STABLE_MEMORY_MAP) return [];
  return [
    {
      rule: 'R76',
      severity: 'resume-rejected-cold-boot',
      summary: `The number of NICs changed from ${before} to ${now}.`,
      consequence:
        'Firmware may lay out memory differently, and the image would then be rejected; it is taken here.',
    },
  ];
}
