import { row, rows, touched, type Sql } from './sql.js';
import type { ArmName } from './vm-parts.repository.js';

export const PUBLIC_ADDRESS_TYPE = 'Microsoft.Network/publicIPAddresses';

interface AddressBlock {
  /** First address given out, as the unsigned 32-bit number of an IPv4 address. */
  readonly first: number;
  readonly count: number;
}

/**
 * Where public addresses come from (ASSUME-26): the three blocks that are kept for documentation (RFC 5737)
 * without their first and last addresses, and behind them the block for benchmarks (RFC 2544). None of them is
 * ever routed.
 */
const BLOCKS: readonly AddressBlock[] = [
  { first: 0xcb007101, count: 254 },
  { first: 0xc6336401, count: 254 },
  { first: 0xc0000201, count: 254 },
  { first: 0xc6120000, count: 0x20000 },
];

/** How many public addresses there are. */
export const PUBLIC_ADDRESS_COUNT = BLOCKS.reduce((sum, { count }) => sum + count, 0);

/** The address at a place of the plan, which begins again behind its end. */
export function publicAddressAt(place: number): number {
  let rest = place % PUBLIC_ADDRESS_COUNT;
  for (const { first, count } of BLOCKS) {
    if (rest < count) return first + rest;
    rest -= count;
  }
  throw new Error(`there is no public address at place ${place}`);
}

/** The configuration of a NIC that has a public address, and what is known of it. */
export interface PublicAddressUse extends ArmName {
  /** `name` is that of the NIC. */
  readonly configurationName: string;
}

export interface PublicAddressFacts {
  /** Absent: a dynamic one that nobody holds at the moment. */
  readonly address: number | null;
  readonly user: PublicAddressUse | null;
}

/** What is known of public addresses, by the id of the resource. */
export async function listPublicAddressFacts(
  sql: Sql,
  ids: readonly string[],
): Promise<ReadonlyMap<string, PublicAddressFacts>> {
  const found = await rows<{ id: string; address: string | null; user: PublicAddressUse | null }>(
    sql,
    `select k.id, lease.address,
            case when ip.nic_id is not null then json_build_object('subscriptionId', g.subscription_id,
                 'groupName', g.name, 'name', n.name, 'configurationName', ip.name) end as user
       from kept_resource k
       left join public_address_lease lease on lease.resource_id = k.id
       left join ip_configuration ip on ip.public_address_id = k.id
       left join network_interface n on n.id = ip.nic_id
       left join resource_group g on g.id = n.group_id
      where k.id = any($1)`,
    [ids],
  );
  return new Map(
    found.map(({ id, address, user }) => [id, { address: address === null ? null : Number(address), user }]),
  );
}

/** Gives a configuration a public address. */
export async function setPublicAddress(
  sql: Sql,
  nicId: string,
  configurationName: string,
  resourceId: string,
): Promise<void> {
  await sql.query(
    'update ip_configuration set public_address_id = $3 where nic_id = $1 and name_key = lower($2)',
    [nicId, configurationName, resourceId],
  );
}

/** A NIC other than `nicId` that has a public address. */
export async function findPublicAddressUser(
  sql: Sql,
  resourceId: string,
  nicId?: string,
): Promise<string | undefined> {
  const found = await row<{ name: string }>(
    sql,
    `select n.name from ip_configuration ip join network_interface n on n.id = ip.nic_id
      where ip.public_address_id = $1 and ($2::uuid is null or n.id <> $2)`,
    [resourceId, nicId ?? null],
  );
  return found?.name;
}

/**
 * Gives a resource an address of its own for as long as it exists, unless it has one; one that it held with a VM
 * becomes its own. False when there is no address left.
 */
export async function leaseStaticAddress(sql: Sql, resourceId: string): Promise<boolean> {
  const kept = await touched(
    sql,
    'update public_address_lease set vm_id = null where resource_id = $1 returning 1',
    [resourceId],
  );
  return kept === 1 || draw(sql, resourceId, undefined);
}

/** Takes the address of a resource away unless the VM that uses it is on a host, with which it then goes. */
export async function makeAddressDynamic(sql: Sql, resourceId: string): Promise<void> {
  const hosted = `
    select n.vm_id from ip_configuration ip join network_interface n on n.id = ip.nic_id
      join host_allocation held on held.vm_id = n.vm_id where ip.public_address_id = $1`;
  await sql.query(`update public_address_lease set vm_id = (${hosted}) where resource_id = $1`, [resourceId]);
  await sql.query('delete from public_address_lease where resource_id = $1 and vm_id is null', [resourceId]);
}

/**
 * Draws addresses for the dynamic public addresses of a VM that is on a host and has none yet (AZURE-40). They go
 * with its place on the host. When there is none left the VM does without (ASSUME-26).
 */
export async function drawDynamicAddresses(sql: Sql, vmId: string): Promise<void> {
  const lacking = await rows<{ id: string }>(
    sql,
    `select ip.public_address_id as id
       from network_interface n join ip_configuration ip on ip.nic_id = n.id
       join host_allocation held on held.vm_id = n.vm_id
      where n.vm_id = $1 and ip.public_address_id is not null
        and not exists (select 1 from public_address_lease l where l.resource_id = ip.public_address_id)
      order by n.position, ip.position`,
    [vmId],
  );
  for (const { id } of lacking) await draw(sql, id, vmId);
}

/** Addresses that VMs hold and whose NIC has let go of the resource. */
export async function releaseUnusedAddresses(sql: Sql, resourceIds: readonly string[]): Promise<void> {
  await sql.query(
    `delete from public_address_lease l where l.resource_id = any($1) and l.vm_id is not null
        and not exists (select 1 from ip_configuration ip where ip.public_address_id = l.resource_id)`,
    [resourceIds],
  );
}

/** Public addresses that the configurations of a NIC have. */
export async function listPublicAddressesOfNic(sql: Sql, nicId: string): Promise<readonly string[]> {
  const found = await rows<{ id: string }>(
    sql,
    'select public_address_id as id from ip_configuration where nic_id = $1 and public_address_id is not null',
    [nicId],
  );
  return found.map(({ id }) => id);
}

/** Next in the plan and free; each draw starts behind the last one, so that what was lost does not come back soon. */
async function draw(sql: Sql, resourceId: string, vmId: string | undefined): Promise<boolean> {
  const taken = await row<{ count: string }>(sql, 'select count(*) from public_address_lease');
  if (Number(taken?.count) >= PUBLIC_ADDRESS_COUNT) return false;
  for (let tries = 0; tries < PUBLIC_ADDRESS_COUNT; tries++) {
    const next = await row<{ place: string }>(sql, `select nextval('public_address_draw') as place`);
    const leased = await touched(
      sql,
      `insert into public_address_lease (resource_id, address, vm_id) values ($1, $2, $3)
       on conflict (address) do nothing returning 1`,
      [resourceId, publicAddressAt(Number(next?.place)), vmId ?? null],
    );
    if (leased === 1) return true;
  }
  return false;
}

/** The VM whose NIC has a public address. */
export async function findVmOfPublicAddress(sql: Sql, resourceId: string): Promise<string | undefined> {
  const found = await row<{ vmId: string | null }>(
    sql,
    `select n.vm_id as "vmId" from ip_configuration ip join network_interface n on n.id = ip.nic_id
      where ip.public_address_id = $1`,
    [resourceId],
  );
  return found?.vmId ?? undefined;
}
