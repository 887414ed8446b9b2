import { refusal } from '#libs/refusal';
import { RefusalError } from '../errors/refusal-error.js';
import type { NetworkRow, SubnetRow } from '../persistence/network.repository.js';
import { isNamed } from './subnet-changes.js';

export function findSubnet({ subnets }: NetworkRow, name: string): SubnetRow | undefined {
  return subnets.find((subnet) => isNamed(subnet, name));
}

/** Throws subnet-not-found. */
export function requireSubnet(network: NetworkRow, name: string): SubnetRow {
  const subnet = findSubnet(network, name);
  if (subnet === undefined) {
    throw new RefusalError(refusal('subnet-not-found', `subnet ${name} of network ${network.name}`));
  }
  return subnet;
}
