import { refusal } from '#libs/refusal';
import { resourceId } from '../arm/arm-id.js';
import { RefusalError } from '../errors/refusal-error.js';
import type { KeptRow } from '../persistence/kept-resource.repository.js';
import type { Sql } from '../persistence/sql.js';
import { listReferringVms, type VmReference } from '../persistence/vm-reference.repository.js';
import { keptDocument, keptId } from './kept-document.js';
import type { KeptDocument, KeptKind } from './kept-kind.js';

interface Referred {
  /** The member of VMs that refers to resources of the type. */
  readonly member: VmReference;
  /** The member of the document that lists them. */
  readonly shownAs: string;
  /** Further members that the type shows. */
  readonly shown?: Readonly<Record<string, unknown>>;
}

/** Documents that list the VMs which refer to the resource. */
export async function withReferringVms(
  sql: Sql,
  kind: Pick<KeptKind, 'type'>,
  kept: readonly KeptRow[],
  { member, shownAs, shown = {} }: Referred,
): Promise<readonly KeptDocument[]> {
  const vms = await listReferringVms(sql, member, kept.map(keptId));
  return kept.map((one) => {
    const users = vms.get(keptId(one).toLowerCase()) ?? [];
    const references = users.map(({ subscriptionId, groupName, vmName }) => {
      const scope = { subscriptionId, resourceGroup: groupName };
      return { id: resourceId(scope, 'Microsoft.Compute/virtualMachines', vmName) };
    });
    return keptDocument(kind, one, { ...shown, [shownAs]: references });
  });
}

/** Throws resource-in-use for a resource to which a VM refers (ARM-24). */
export async function refuseWhileReferred(
  sql: Sql,
  title: string,
  kept: KeptRow,
  member: VmReference,
): Promise<void> {
  const vms = await listReferringVms(sql, member, [keptId(kept)]);
  const [user] = vms.get(keptId(kept).toLowerCase()) ?? [];
  if (user === undefined) return;
  throw new RefusalError(refusal('resource-in-use', `VM ${user.vmName} is in ${title} ${kept.name}`));
}
