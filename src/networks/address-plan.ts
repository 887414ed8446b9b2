import { refusal, type Refusal } from '#libs/refusal';
import { contains, overlaps, parseRange, type Ipv4Range } from './ipv4.js';

/** The smallest subnet there can be: five of its eight addresses are kept back. */
const LONGEST_SUBNET_PREFIX = 29;
const SHORTEST_SUBNET_PREFIX = 2;

export interface AddressPlan {
  readonly addressPrefixes: readonly string[];
  readonly subnets: readonly { readonly name: string; readonly addressPrefix: string }[];
}

/** The first reason why a network cannot have these addresses, with the member at fault. */
export function addressPlanRefusal({ addressPrefixes, subnets }: AddressPlan): Refusal | undefined {
  const spaces: Ipv4Range[] = [];
  for (const [at, prefix] of addressPrefixes.entries()) {
    const target = `properties.addressSpace.addressPrefixes[${at}]`;
    const space = parseRange(prefix);
    if (space === undefined) return invalid(target, `${prefix} is not an IPv4 range such as 10.0.0.0/16`);
    if (spaces.some((other) => overlaps(space, other)))
      return invalid(target, `${prefix} overlaps another prefix`);
    spaces.push(space);
  }
  return subnetRefusal(spaces, subnets);
}

function subnetRefusal(spaces: readonly Ipv4Range[], subnets: AddressPlan['subnets']): Refusal | undefined {
  const taken: { readonly name: string; readonly range: Ipv4Range }[] = [];
  for (const { name, addressPrefix } of subnets) {
    const target = `subnet ${name}`;
    if (taken.some((other) => other.name.toLowerCase() === name.toLowerCase())) {
      return invalid(target, `there are two subnets ${name}`);
    }
    const range = parseRange(addressPrefix);
    if (range === undefined)
      return invalid(target, `${addressPrefix} is not an IPv4 range such as 10.0.0.0/24`);
    const { prefixLength } = range;
    if (prefixLength > LONGEST_SUBNET_PREFIX || prefixLength < SHORTEST_SUBNET_PREFIX) {
      const sizes = `/${SHORTEST_SUBNET_PREFIX} to /${LONGEST_SUBNET_PREFIX}`;
      return invalid(target, `${addressPrefix} is not of a size from ${sizes}`);
    }
    if (!spaces.some((space) => contains(space, range))) {
      return invalid(target, `${addressPrefix} is not in the address space of the network`);
    }
    const other = taken.find((one) => overlaps(one.range, range));
    if (other !== undefined) return invalid(target, `${addressPrefix} overlaps subnet ${other.name}`);
    taken.push({ name, range });
  }
  return undefined;
}

function invalid(target: string, detail: string): Refusal {
  return refusal('invalid-parameter', detail, { target });
}
