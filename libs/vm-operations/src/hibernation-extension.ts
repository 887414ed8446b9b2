import { setUpByTool, swapOfTool, type GuestProfile } from '#libs/linux-guest';
import type { RuleId } from '#libs/kernel-rules';
import { osDiskOf, type ExtensionFacts, type VmFacts } from './facts.js';

/** Publisher of the extensions that set a guest up for hibernation. */
export const HIBERNATION_PUBLISHER = 'Microsoft.CPlat.Core';

/** Types of extension that set a guest up for hibernation. */
export const HIBERNATION_EXTENSION_TYPES = ['LinuxHibernateExtension', 'WindowsHibernateExtension'] as const;

/** What an installed system takes of its OS disk: a swap file has the rest. Unit: MiB. Source: ASSUME-30. */
const SYSTEM_MIB = 4_096;
const MIB_PER_GIB = 1_024;

export function isHibernationExtension({
  publisher,
  type,
}: Pick<ExtensionFacts, 'publisher' | 'type'>): boolean {
  return (
    publisher.toLowerCase() === HIBERNATION_PUBLISHER.toLowerCase() &&
    HIBERNATION_EXTENSION_TYPES.some((known) => known.toLowerCase() === type.toLowerCase())
  );
}

/** What comes of installing the hibernation extension in a guest. */
export type HibernationSetUp =
  | { readonly kind: 'configured'; readonly profile: GuestProfile }
  | { readonly kind: 'failed'; readonly rule: RuleId; readonly message: string };

/**
 * What the hibernation extension makes of a guest: swap for the image, `resume=` that names it, and the udev rule
 * (R82, R83, R89). A guest that cannot be set up is left as it is.
 */
export function setUpForHibernation(
  facts: Pick<VmFacts, 'vm' | 'profile' | 'size' | 'disks'>,
): HibernationSetUp {
  const { vm, profile, size } = facts;
  if (!vm.hibernationEnabled) {
    return failed('ENABLE-1', 'the VM is not enabled for hibernation, so its guest has no ACPI S4 state');
  }
  if (profile.architecture === 'arm64') return failed('ENABLE-6', 'Linux on arm64 cannot hibernate');
  if (!profile.hibernationAvailable) {
    return failed('R21', 'the kernel bars hibernation: locked down, or told so on its command line');
  }
  const swapMib = swapOfTool(size.memoryMib);
  if (swapMib === undefined) {
    return failed('R82', `no swap file is made for ${size.memoryMib} MiB of memory`);
  }
  if (profile.swapMib >= swapMib) {
    return { kind: 'configured', profile: { ...profile, ...setUpByTool(profile.swapMib) } };
  }
  const roomMib = osDiskOf(facts).sizeGib * MIB_PER_GIB - SYSTEM_MIB;
  if (swapMib > roomMib) {
    return failed(
      'ASSUME-30',
      `the OS disk has room for ${roomMib} MiB of swap, and ${swapMib} MiB are needed`,
    );
  }
  return { kind: 'configured', profile: { ...profile, ...setUpByTool(swapMib) } };
}

function failed(rule: RuleId, message: string): HibernationSetUp {
  return { kind: 'failed', rule, message };
}
