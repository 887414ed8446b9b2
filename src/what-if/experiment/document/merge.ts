import { childOf, entriesOf, isMembers, membersOf, type Tree } from './tree.js';

/** Members of scenarios that stand for one value, mixes above all: a patch replaces them whole. `*` is any name. */
const WHOLE: readonly string[] = [
  'policy',
  'fleet.groups',
  'fleet.regions',
  'fleet.machines.size',
  'fleet.machines.nics',
  'fleet.machines.acceleratedNetworking',
  'fleet.machines.dataDisks',
  'fleet.machines.hibernationEnabled',
  'fleet.machines.image',
  'fleet.machines.vcpus',
  'fleet.machines.gibPerVcpu',
  'guests.images',
  'guests.kernels',
  'clusters.mix',
  'clusters.list.*.mix',
];

/**
 * A scenario document with a patch worked in: members are merged, `null` takes one away, and everything else (plain
 * values, lists, mixes, the policy) takes the place of what was there.
 */
export function merge(base: Tree | undefined, patch: Tree, path: readonly string[] = []): Tree {
  if (!isMembers(patch) || isWhole(path)) return patch;
  const before = isMembers(base) ? base : {};
  const merged = new Map(entriesOf(before) ?? []);
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) merged.delete(name);
    else merged.set(name, merge(childOf(before, name), value, [...path, name]));
  }
  return membersOf([...merged]);
}

function isWhole(path: readonly string[]): boolean {
  return WHOLE.some((pattern) => {
    const parts = pattern.split('.');
    return parts.length === path.length && parts.every((part, index) => part === '*' || part === path[index]);
  });
}
