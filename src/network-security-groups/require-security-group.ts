import { refusal } from '#libs/refusal';
import { RefusalError } from '../errors/refusal-error.js';
import { findKept, type KeptRow } from '../persistence/kept-resource.repository.js';
import { SECURITY_GROUP_TYPE } from '../persistence/security-group.repository.js';
import type { Sql } from '../persistence/sql.js';
import { armNameOfId } from '../requests/arm-schemas.js';

export interface SecurityGroupReference {
  readonly id: string;
  /** Where the resource is that refers to the group. */
  readonly location: string;
  /** The member that refers to it. */
  readonly target: string;
}

/**
 * The security group that a NIC or subnet refers to; it stays until the transaction ends (ARM-29). Throws
 * resource-not-found, and invalid-parameter for a group in another location.
 */
export async function requireSecurityGroup(
  sql: Sql,
  { id, location, target }: SecurityGroupReference,
): Promise<KeptRow> {
  const name = armNameOfId('Microsoft.Network', 'networkSecurityGroups', id);
  const group = await findKept(sql, { ...name, type: SECURITY_GROUP_TYPE }, 'for share of k');
  if (group === undefined) {
    const detail = `network security group ${name.name} in group ${name.groupName}`;
    throw new RefusalError(refusal('resource-not-found', detail, { rule: 'ARM-29', target }));
  }
  if (group.location !== location) {
    const detail = `network security group ${group.name} is in ${group.location}, not in ${location}`;
    throw new RefusalError(refusal('invalid-parameter', detail, { target }));
  }
  return group;
}
