import type { Host } from '#libs/hosts';
import { refusal, type Refusal } from '#libs/refusal';
import type { HostedVm } from '../persistence/host.repository.js';

/** VMs that a refusal names. */
const MAX_NAMED = 5;

/** Why a host on which something is left can be neither removed nor repaired (TORPOR-14). */
export function occupiedRefusal({ name }: Pick<Host, 'name'>, vms: readonly HostedVm[]): Refusal | undefined {
  if (vms.length === 0) return undefined;
  const named = vms.slice(0, MAX_NAMED).map(({ vmName }) => vmName);
  const others = vms.length > MAX_NAMED ? ` and ${vms.length - MAX_NAMED} more` : '';
  return refusal('host-in-use', `host ${name} has ${named.join(', ')}${others}`);
}
