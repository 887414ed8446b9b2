import { keptId } from '../kept-resources/kept-document.js';
import { requireSecurityGroup } from '../network-security-groups/require-security-group.js';
import { setSubnetSecurityGroup } from '../persistence/security-group.repository.js';
import type { Sql } from '../persistence/sql.js';
import type { WantedSubnet } from './network.dto.js';

/** A subnet whose security group is known to exist. */
export interface ResolvedSubnet extends WantedSubnet {
  readonly securityGroupId?: string;
}

/** Looks up the security groups of subnets (ARM-29). Throws resource-not-found and invalid-parameter. */
export async function resolveSecurityGroups(
  sql: Sql,
  subnets: readonly WantedSubnet[],
  location: string,
): Promise<readonly ResolvedSubnet[]> {
  const resolved: ResolvedSubnet[] = [];
  for (const { name, properties } of subnets) {
    const reference = properties['networkSecurityGroup'] as { readonly id: string } | undefined;
    if (reference === undefined) {
      resolved.push({ name, properties });
      continue;
    }
    const target = `subnet ${name}.networkSecurityGroup.id`;
    const group = await requireSecurityGroup(sql, { id: reference.id, location, target });
    resolved.push({
      name,
      properties: { ...properties, networkSecurityGroup: { id: keptId(group) } },
      securityGroupId: group.id,
    });
  }
  return resolved;
}

/** Records which security groups written subnets have. */
export async function writeSecurityGroups(
  sql: Sql,
  networkId: string,
  subnets: readonly ResolvedSubnet[],
): Promise<void> {
  for (const { name, securityGroupId } of subnets) {
    await setSubnetSecurityGroup(sql, networkId, name, securityGroupId);
  }
}
