import { refusal } from '#libs/refusal';
import { RefusalError } from '../errors/refusal-error.js';
import { formatAddress, parseRange, usableAddresses } from '../networks/ipv4.js';
import {
  deleteIpConfigurations,
  findAddressUser,
  findFreeAddress,
  insertIpConfiguration,
  lockSubnet,
  type IpConfigurationRow,
  type LockedSubnet,
} from '../persistence/network-interface.repository.js';
import type { Sql } from '../persistence/sql.js';
import type { WantedIpConfiguration, WantedNic } from './wanted-nic.js';

interface Assignment {
  readonly subnet: LockedSubnet;
  readonly wanted: WantedIpConfiguration;
  readonly position: number;
  /** Absent: the lowest free one. */
  readonly address?: number;
}

/**
 * Gives a NIC the addresses wanted: static ones as they are, dynamic ones as before if they stay in their subnet,
 * and the lowest free ones otherwise. Throws subnet-not-found, subnet-full, and invalid-parameter for an address
 * that cannot be had.
 */
export async function assignAddresses(
  sql: Sql,
  nicId: string,
  { ipConfigurations, location }: Pick<WantedNic, 'ipConfigurations' | 'location'>,
  before: readonly IpConfigurationRow[] = [],
): Promise<void> {
  const assignments: Assignment[] = [];
  for (const [position, wanted] of ipConfigurations.entries()) {
    const subnet = await lockedSubnet(sql, wanted, location);
    const address = wanted.isStatic ? wanted.address : keptAddress(before, wanted, subnet);
    assignments.push({ subnet, wanted, position, ...(address === undefined ? {} : { address }) });
  }
  await deleteIpConfigurations(sql, nicId);
  // Known addresses first, so that the search for free ones passes them by.
  const known = assignments.filter(({ address }) => address !== undefined);
  const open = assignments.filter(({ address }) => address === undefined);
  for (const assignment of [...known, ...open]) await assign(sql, nicId, assignment);
}

async function lockedSubnet(
  sql: Sql,
  { subnet, name }: WantedIpConfiguration,
  location: string,
): Promise<LockedSubnet> {
  const { network, subnetName } = subnet;
  const found = await lockSubnet(sql, network, subnetName);
  const target = `properties.ipConfigurations.${name}.subnet.id`;
  if (found === undefined) {
    const place = `subnet ${subnetName} of network ${network.name} in group ${network.groupName}`;
    throw new RefusalError(refusal('subnet-not-found', place, { target }));
  }
  if (found.location !== location) {
    const detail = `network ${network.name} is in ${found.location}, the NIC in ${location}`;
    throw new RefusalError(refusal('invalid-parameter', detail, { target }));
  }
  return found;
}

function keptAddress(
  before: readonly IpConfigurationRow[],
  { name }: WantedIpConfiguration,
  { id }: LockedSubnet,
): number | undefined {
  return before.find((ip) => ip.name.toLowerCase() === name.toLowerCase() && ip.subnetId === id)?.address;
}

async function assign(
  sql: Sql,
  nicId: string,
  { subnet, wanted, position, address }: Assignment,
): Promise<void> {
  const range = parseRange(subnet.addressPrefix);
  if (range === undefined) throw new Error(`subnet ${subnet.id} has no range: ${subnet.addressPrefix}`);
  const usable = usableAddresses(range);
  const given = address ?? (await findFreeAddress(sql, subnet.id, usable));
  if (given === undefined) {
    throw new RefusalError(
      refusal('subnet-full', `subnet ${wanted.subnet.subnetName} (${subnet.addressPrefix})`),
    );
  }
  if (address !== undefined) await requireFree(sql, wanted, subnet, { address, ...usable });
  await insertIpConfiguration(sql, nicId, {
    position,
    name: wanted.name,
    subnetId: subnet.id,
    address: given,
    isStatic: wanted.isStatic,
    isPrimary: wanted.isPrimary,
    properties: wanted.properties,
  });
}

async function requireFree(
  sql: Sql,
  { name }: WantedIpConfiguration,
  subnet: LockedSubnet,
  { address, first, last }: { readonly address: number; readonly first: number; readonly last: number },
): Promise<void> {
  const target = `properties.ipConfigurations.${name}.privateIPAddress`;
  const refuse = (detail: string) => new RefusalError(refusal('invalid-parameter', detail, { target }));
  const shown = formatAddress(address);
  if (address < first || address > last)
    throw refuse(`${shown} is not a usable address of ${subnet.addressPrefix}`);
  const user = await findAddressUser(sql, subnet.id, address);
  if (user !== undefined) throw refuse(`${shown} belongs to network interface ${user}`);
}
