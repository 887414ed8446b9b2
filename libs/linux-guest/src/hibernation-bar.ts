import { isStaged, type Fault } from './faults/fault.js';
import type { GuestProfile } from './guest-profile.js';

/**
 * Why the kernel would not hibernate at all, in a few words; `undefined` where it would (R21 H1). Shown as
 * "[disabled]" in `/sys/power/disk` (R85), and in a fresh kernel it keeps a resume from being attempted (R75 C0).
 */
export function hibernationBar(
  { hibernationAvailable }: Pick<GuestProfile, 'hibernationAvailable'>,
  faults: readonly Fault[],
): string | undefined {
  if (!hibernationAvailable) return 'nohibernate, lock-down or secret memory in use';
  if (isStaged(faults, 'secret-memory-in-use')) return 'an application holds secret memory (memfd_secret)';
  if (isStaged(faults, 'cxl-memory-in-use')) return 'memory on CXL is in use';
  return undefined;
}
