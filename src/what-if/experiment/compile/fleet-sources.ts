import type { Mix } from '#libs/what-if';
import type { TreePath } from '../document/tree.js';
import type { Compiling } from './compiling.js';
import type { MakeSources } from './machines.js';

/** Where VMs are when nothing is said. */
export const DEFAULT_REGION = 'eastus';

/** What a fleet is compiled with beside its document. */
export interface FleetSources extends MakeSources {
  /** Names of groups of the schedule; `undefined` where it is faulty itself. */
  readonly groups: readonly string[] | undefined;
}

/** Names of groups that the schedule does not have are faults. */
export function checkGroups(
  mix: Mix<string>,
  { groups }: FleetSources,
  path: TreePath,
  { faults }: Compiling,
): void {
  for (const { value } of mix) {
    if (groups === undefined || groups.includes(value)) continue;
    faults.add([...path, value], `there is no such group in the schedule: ${groups.join(', ')}`);
  }
}
