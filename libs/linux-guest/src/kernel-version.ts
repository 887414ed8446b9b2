import { compareKernelVersions } from '#libs/vmbus';
import type { VmbusEra } from './guest-profile.js';

/** First release of era B; it includes the 6.13 series from the patch release that took the change over. */
const FIRST_ERA_B_KERNEL = '6.13.4';

/**
 * Era of the VMBus resume code: `B` from 6.14 on and from 6.13.4 in the 6.13 series, else `A`.
 * Throws `TypeError` for a text that does not start with a number. Source: R40; upstream 113386ca981c.
 */
export function vmbusEra(kernelVersion: string): VmbusEra {
  return compareKernelVersions(kernelVersion, FIRST_ERA_B_KERNEL) >= 0 ? 'B' : 'A';
}

/** VMBus protocol versions that Linux tries, newest first. Source: R13, `connection.c: vmbus_versions[]`. */
const PROTOCOL_VERSIONS = ['6.0', '5.3', '5.2', '5.1', '5.0', '4.1', '4.0', '3.0', '2.4'] as const;

/** Protocol 6.0 was read in 7.2 and is absent from 6.12 (R13); the series it came with counts as the first. */
const FIRST_KERNEL_WITH_PROTOCOL_6 = '7.0';

export function protocolVersionsOf(kernelVersion: string): readonly string[] {
  return compareKernelVersions(kernelVersion, FIRST_KERNEL_WITH_PROTOCOL_6) >= 0
    ? PROTOCOL_VERSIONS
    : PROTOCOL_VERSIONS.slice(1);
}

/** R13: the newest version that kernel and host both speak; `undefined` when there is none. */
export function negotiateAtBoot(kernelVersion: string, hostVersions: readonly string[]): string | undefined {
  return protocolVersionsOf(kernelVersion).find((version) => hostVersions.includes(version));
}

/**
 * Whether power-down rolls back to the running system on -EBUSY and -EAGAIN (R27). It does in 6.12 and does not
 * in 6.1; releases in between count as not doing so.
 */
export function rollsBackAtPowerDown(kernelVersion: string): boolean {
  return compareKernelVersions(kernelVersion, '6.12') >= 0;
}
