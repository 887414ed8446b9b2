import { devicesForeseen } from '#libs/explanation';
import { FAULTS, type Fault } from '#libs/linux-guest';
import { osDiskOf, slotsOf, type VmFacts } from '#libs/vm-operations';

/*
 * What two guests must have in common to meet the same fates. All that a VM has is written down, except what belongs
 * to one VM alone and decides nothing: names, hosts, boot ids, relids and what is derived from them, PCI domains.
 * GUIDs and MAC addresses are named in the order in which they turn up, so that it matters which are equal, and a
 * GUID that the policy will give again, whatever is drawn, is named by its slot: meeting it again is what counts.
 */

/** Equal for VMs of one make that will fare alike, whatever happens to both. */
export function stateKey(facts: VmFacts): string {
  const { partition, vm } = facts;
  const names = new Names(facts);
  if (partition !== undefined) return JSON.stringify(['runs', partition, vm.keptGuids], names.replace);
  const { image } = osDiskOf(facts);
  return JSON.stringify(['sleeps', image, vm.saved, vm.keptGuids], names.replace);
}

/** Members that no decision looks into, or that are the same for all VMs of a make. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'vmId',
  'hostId',
  'bootId',
  'bootedAtMs',
  'profile',
  'id',
  'connectionId',
  'firstRelid',
  'domain',
]);

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

class Names {
  readonly #guids: Map<string, string>;
  readonly #macs: Map<string, string>;

  constructor(facts: VmFacts) {
    const { policy, vm, nics } = facts;
    const foreseen = devicesForeseen(policy, slotsOf(facts), vm.keptGuids);
    this.#guids = new Map(
      foreseen.flatMap(({ slot, instanceGuid }) =>
        instanceGuid === undefined ? [] : [[instanceGuid, slot]],
      ),
    );
    this.#macs = new Map(nics.map(({ mac }, index) => [mac, `nic ${index}`]));
  }

  /** For `JSON.stringify`. */
  readonly replace = (member: string, value: unknown): unknown => {
    if (LEFT_OUT.has(member)) return undefined;
    switch (member) {
      case 'relid':
        return value !== null;
      case 'subChannelRelids':
        return (value as readonly number[]).length;
      case 'mac':
        return nameIn(this.#macs, value as string);
      case 'faults':
        return (value as readonly Fault[]).filter(({ kind }) => FAULTS[kind].where === 'machine');
      case 'classGuid':
        return value;
      default:
        return typeof value === 'string' && GUID.test(value) ? nameIn(this.#guids, value) : value;
    }
  };
}

function nameIn(names: Map<string, string>, value: string): string {
  const known = names.get(value);
  if (known !== undefined) return known;
  const name = `another ${names.size}`;
  names.set(value, name);
  return name;
}
