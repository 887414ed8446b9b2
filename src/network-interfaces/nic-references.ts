import { refusal } from '#libs/refusal';
import { RefusalError } from '../errors/refusal-error.js';
import { keptId } from '../kept-resources/kept-document.js';
import { requireSecurityGroup } from '../network-security-groups/require-security-group.js';
import { findKept, type KeptRow } from '../persistence/kept-resource.repository.js';
import {
  drawDynamicAddresses,
  findPublicAddressUser,
  PUBLIC_ADDRESS_TYPE,
  releaseUnusedAddresses,
  setPublicAddress,
} from '../persistence/public-address.repository.js';
import { setNicSecurityGroup } from '../persistence/security-group.repository.js';
import type { Sql } from '../persistence/sql.js';
import { armNameOfId } from '../requests/arm-schemas.js';
import type { WantedIpConfiguration, WantedNic } from './wanted-nic.js';

/** A NIC whose security group and public addresses are known to exist and to be free. */
export interface ResolvedNic {
  /** What is wanted, with ids in canonical casing (ARM-4). */
  readonly wanted: WantedNic;
  readonly securityGroupId?: string;
  /** By the name of the configuration. */
  readonly publicAddresses: ReadonlyMap<string, string>;
}

/**
 * Looks up what a NIC refers to (ARM-29); it stays as it is until the transaction ends. Throws
 * resource-not-found, public-address-in-use, and invalid-parameter for something in another location.
 */
export async function resolveNicReferences(
  sql: Sql,
  wanted: WantedNic,
  nicId?: string,
): Promise<ResolvedNic> {
  const { location } = wanted;
  const group = await securityGroupOf(sql, wanted);
  const publicAddresses = new Map<string, string>();
  const ipConfigurations: WantedIpConfiguration[] = [];
  for (const ip of wanted.ipConfigurations) {
    const reference = ip.properties['publicIPAddress'] as { readonly id: string } | undefined;
    if (reference === undefined) {
      ipConfigurations.push(ip);
      continue;
    }
    const target = `properties.ipConfigurations.${ip.name}.publicIPAddress.id`;
    const found = await freePublicAddress(sql, { id: reference.id, location, target, nicId });
    if ([...publicAddresses.values()].includes(found.id))
      throw inUse(found, 'another configuration of this network interface', target);
    publicAddresses.set(ip.name, found.id);
    ipConfigurations.push({
      ...ip,
      properties: { ...ip.properties, publicIPAddress: { id: keptId(found) } },
    });
  }
  const properties =
    group === undefined
      ? wanted.properties
      : { ...wanted.properties, networkSecurityGroup: { id: keptId(group) } };
  return {
    wanted: { ...wanted, properties, ipConfigurations },
    ...(group === undefined ? {} : { securityGroupId: group.id }),
    publicAddresses,
  };
}

async function securityGroupOf(sql: Sql, { properties, location }: WantedNic): Promise<KeptRow | undefined> {
  const reference = properties['networkSecurityGroup'] as { readonly id: string } | undefined;
  if (reference === undefined) return undefined;
  const target = 'properties.networkSecurityGroup.id';
  return requireSecurityGroup(sql, { id: reference.id, location, target });
}

interface AddressReference {
  readonly id: string;
  readonly location: string;
  readonly target: string;
  readonly nicId: string | undefined;
}

async function freePublicAddress(
  sql: Sql,
  { id, location, target, nicId }: AddressReference,
): Promise<KeptRow> {
  const name = armNameOfId('Microsoft.Network', 'publicIPAddresses', id);
  const found = await findKept(sql, { ...name, type: PUBLIC_ADDRESS_TYPE }, 'for update of k');
  if (found === undefined) {
    const detail = `public address ${name.name} in group ${name.groupName}`;
    throw new RefusalError(refusal('resource-not-found', detail, { rule: 'ARM-29', target }));
  }
  if (found.location !== location) {
    const detail = `public address ${found.name} is in ${found.location}, the NIC in ${location}`;
    throw new RefusalError(refusal('invalid-parameter', detail, { target }));
  }
  const user = await findPublicAddressUser(sql, found.id, nicId);
  if (user !== undefined) throw inUse(found, `network interface ${user}`, target);
  return found;
}

function inUse({ name }: KeptRow, user: string, target: string): RefusalError {
  return new RefusalError(refusal('public-address-in-use', `${user} has public address ${name}`, { target }));
}

/**
 * Records what a written NIC refers to, and gives or takes the dynamic addresses that go with its VM (AZURE-40).
 * `before` are the public addresses that the NIC had.
 */
export async function writeNicReferences(
  sql: Sql,
  nicId: string,
  { securityGroupId, publicAddresses }: ResolvedNic,
  { before, vmId }: { readonly before: readonly string[]; readonly vmId?: string },
): Promise<void> {
  await setNicSecurityGroup(sql, nicId, securityGroupId);
  for (const [configuration, address] of publicAddresses) {
    await setPublicAddress(sql, nicId, configuration, address);
  }
  await releaseUnusedAddresses(sql, before);
  if (vmId !== undefined) await drawDynamicAddresses(sql, vmId);
}
