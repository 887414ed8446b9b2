import { refusal, type Refusal } from '#libs/refusal';
import type { NetworkRow, SubnetRow } from '../persistence/network.repository.js';
import type { WantedSubnet } from './network.dto.js';

export interface SubnetChanges {
  readonly written: readonly WantedSubnet[];
  readonly removed: readonly SubnetRow[];
}

/** What must be done so that a network has exactly these subnets: a repeated list changes nothing. */
export function subnetChanges(
  { subnets }: Pick<NetworkRow, 'subnets'>,
  wanted: readonly WantedSubnet[],
): SubnetChanges {
  return {
    written: wanted.filter((one) => !subnets.some((before) => isSame(before, one))),
    removed: subnets.filter((before) => !wanted.some((one) => isNamed(before, one.name))),
  };
}

/** Why a subnet cannot go or move: somebody has an address of it (ARM-24). */
export function subnetChangeRefusal(
  { subnets }: Pick<NetworkRow, 'subnets'>,
  { written, removed }: SubnetChanges,
): Refusal | undefined {
  const moved = subnets.filter((before) =>
    written.some(
      (one) => isNamed(before, one.name) && one.properties.addressPrefix !== before.properties.addressPrefix,
    ),
  );
  const used = [...removed, ...moved].find(({ users }) => users.length > 0);
  return used && subnetInUse(used);
}

export function subnetInUse({ name, users }: SubnetRow): Refusal {
  const [first] = users;
  return refusal('network-in-use', `network interface ${first?.nicName} has an address of subnet ${name}`);
}

export function isNamed({ name }: { readonly name: string }, wanted: string): boolean {
  return name.toLowerCase() === wanted.toLowerCase();
}

function isSame(before: SubnetRow, one: WantedSubnet): boolean {
  return isNamed(before, one.name) && isEqualJson(before.properties, one.properties);
}

/** Whether two JSON values say the same: members in any order, absent ones left out. */
export function isEqualJson(left: unknown, right: unknown): boolean {
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null)
    return left === right;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const [mine, theirs] = [membersOf(left), membersOf(right)];
  return mine.size === theirs.size && [...mine].every(([key, value]) => isEqualJson(value, theirs.get(key)));
}

function membersOf(value: object): ReadonlyMap<string, unknown> {
  return new Map(Object.entries(value).filter(([, member]) => member !== undefined));
}
