import type { Host, Resources } from './host.js';

export const NO_RESOURCES: Resources = { vcpus: 0, memoryMib: 0, vfSlots: 0 };

/** Whether every quantity of `demand` is there in `available`. */
export function fits(demand: Resources, available: Resources): boolean {
  return (
    demand.vcpus <= available.vcpus &&
    demand.memoryMib <= available.memoryMib &&
    demand.vfSlots <= available.vfSlots
  );
}

export function add(a: Resources, b: Resources): Resources {
  return {
    vcpus: a.vcpus + b.vcpus,
    memoryMib: a.memoryMib + b.memoryMib,
    vfSlots: a.vfSlots + b.vfSlots,
  };
}

/**
 * What remains of `from` without `taken`. Throws `RangeError` when more would be taken than is there: capacity
 * is never oversold, nor given back twice (TORPOR-1).
 */
export function subtract(from: Resources, taken: Resources): Resources {
  if (!fits(taken, from)) throw new RangeError(`cannot take ${told(taken)} from ${told(from)}`);
  return {
    vcpus: from.vcpus - taken.vcpus,
    memoryMib: from.memoryMib - taken.memoryMib,
    vfSlots: from.vfSlots - taken.vfSlots,
  };
}

/** What a host can still give. Throws `RangeError` for a host on which more is used than it has (TORPOR-1). */
export function free(host: Pick<Host, 'capacity' | 'used'>): Resources {
  return subtract(host.capacity, host.used);
}

/** `8 vCPUs, 32768 MiB, 1 VF slot`: for people and messages. */
export function told(resources: Resources): string {
  const { vcpus, memoryMib, vfSlots } = resources;
  return `${counted(vcpus, 'vCPU')}, ${memoryMib} MiB, ${counted(vfSlots, 'VF slot')}`;
}

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
