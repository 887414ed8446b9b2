import { imageMismatch, imageOriginOn, type HostGeneration } from '#libs/hosts';

/** From what kind of host an image goes to what kind. */
export type HostMove = 'same-kind' | 'newer-processor' | 'other-processor' | 'older-hypervisor';

interface MoveEntry {
  /** For messages: "no two hosts ...". */
  readonly says: string;
  readonly leads: (from: HostGeneration, to: HostGeneration) => boolean;
}

/** Each differs from `same-kind` in one thing alone, so that what follows can be put down to it. */
export const HOST_MOVES: Readonly<Record<HostMove, MoveEntry>> = {
  'same-kind': {
    says: 'of one generation',
    leads: (from, to) => from.name === to.name,
  },
  'newer-processor': {
    says: 'of which one has a newer processor of the same vendor',
    leads: (from, to) => mismatchOf(from, to) === undefined && to.processorRank > from.processorRank,
  },
  'other-processor': {
    says: 'of which one has an older processor, or one of another vendor, under the same Hyper-V',
    leads: (from, to) => isOfProcessor(mismatchOf(from, to)) && to.hypervLevel === from.hypervLevel,
  },
  'older-hypervisor': {
    says: 'of which one has an older Hyper-V on the same processor',
    leads: (from, to) => mismatchOf(from, to) === 'hyperv-level' && from.processorModel === to.processorModel,
  },
};

/** A host that scratch VMs may go to. */
export interface UsableHost {
  readonly name: string;
  readonly generation: HostGeneration;
}

/** Two different hosts between which this move leads; `undefined` when there are none. */
export function hostsFor(
  move: HostMove,
  hosts: readonly UsableHost[],
): { readonly from: string; readonly to: string } | undefined {
  for (const from of hosts) {
    const to = hosts.find(
      (other) => other !== from && HOST_MOVES[move].leads(from.generation, other.generation),
    );
    if (to !== undefined) return { from: from.name, to: to.name };
  }
  return undefined;
}

/**
 * Generations of as few hosts as make every move possible, as far as the known generations allow it; `vendor`: of
 * processors that the size runs on, absent for any. The first two are one generation.
 */
export function generationsForEveryMove(
  known: readonly HostGeneration[],
  vendor: HostGeneration['processorVendor'] | undefined,
): readonly string[] {
  const usable = known.filter(({ processorVendor }) => vendor === undefined || processorVendor === vendor);
  const partners = (home: HostGeneration) => [
    usable.find((other) => HOST_MOVES['other-processor'].leads(home, other)),
    usable.find((other) => HOST_MOVES['older-hypervisor'].leads(other, home)),
    usable.find((other) => HOST_MOVES['newer-processor'].leads(other, home)),
  ];
  const [home] = usable.toSorted((a, b) => count(partners(b)) - count(partners(a)));
  if (home === undefined) return [];
  const others = partners(home).filter((other) => other !== undefined);
  return [home.name, home.name, ...new Set(others.map(({ name }) => name))];
}

function mismatchOf(from: HostGeneration, to: HostGeneration) {
  return imageMismatch(imageOriginOn(from), to);
}

function isOfProcessor(mismatch: ReturnType<typeof imageMismatch>): boolean {
  return mismatch === 'processor-vendor' || mismatch === 'processor-rank';
}

function count(partners: readonly (HostGeneration | undefined)[]): number {
  return partners.filter((partner) => partner !== undefined).length;
}
