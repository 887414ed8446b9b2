import { refusal, type Refusal } from '#libs/refusal';
import type { VmFacts } from '#libs/vm-operations';
import { accelerationRefusal } from '../network-interfaces/acceleration-refusal.js';

/** Whether a VM has parts that its size does not carry: too many of them, or a VF where there can be none. */
export function partsRefusal({
  size,
  nics,
  disks,
}: Pick<VmFacts, 'size' | 'nics' | 'disks'>): Refusal | undefined {
  if (nics.length > size.maxNics) {
    return refusal('too-many-nics', `${size.name} takes ${size.maxNics} NICs, ${nics.length} were given`);
  }
  const dataDisks = disks.filter(({ role }) => role === 'data').length;
  if (dataDisks > size.maxDataDisks) {
    return refusal(
      'too-many-data-disks',
      `${size.name} takes ${size.maxDataDisks} data disks, ${dataDisks} were given`,
    );
  }
  return accelerationRefusal(size, nics);
}
