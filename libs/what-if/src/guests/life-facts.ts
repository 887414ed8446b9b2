import { seedFrom } from '#libs/determinism';
import type { GuidPolicy } from '#libs/guid-policy';
import type { GuestProfile } from '#libs/linux-guest';
import type { DiskFacts, NicFacts, VmFacts } from '#libs/vm-operations';
import type { VmMake } from '../scenario.js';

/** A make of which the guest is known. */
export type GuestMake = VmMake & { readonly profile: GuestProfile };

/** One VM of a make, under one policy for all its life. */
export interface LifeVm {
  /** Also the seed of all identities that are drawn for it: GUIDs, boot ids, relids. */
  readonly name: string;
  readonly make: GuestMake;
  readonly policy: GuidPolicy;
  /** Twelve hex digits each, in the order of the NICs. Absent: made from the name. */
  readonly macs?: readonly string[];
}

/** A VM that was never started, with the disks, NICs and size of its make. */
export function factsOfVm({ name, make, policy, macs }: LifeVm): VmFacts {
  const { size, profile, hibernationEnabled, exclusions } = make;
  return {
    operationId: name,
    vm: {
      id: name,
      name,
      state: { kind: 'deallocated' },
      hibernationEnabled,
      exclusions,
      keptGuids: {},
      isGeneralized: false,
    },
    size,
    policy,
    profile,
    disks: disksOf(make),
    nics: make.nics.map(({ isAccelerated }, index): NicFacts => {
      const nic = `${name}-nic-${index}`;
      return { id: nic, name: nic, mac: macs?.[index] ?? macOf(name, index), isAccelerated };
    }),
    extensions: [],
    placement: { strategy: 'pack', avoidHostIds: [] },
    faults: [],
    hosts: [],
  };
}

/** What a data disk is like makes no difference to a guest: that it is there does (R76). */
function disksOf({ osDisk, dataDisks }: GuestMake): readonly DiskFacts[] {
  const os: DiskFacts = { id: 'os', name: 'os', role: 'os', ...osDisk };
  const data = Array.from({ length: dataDisks }, (_, index): DiskFacts => {
    const id = `data-${index}`;
    return { ...os, id, name: id, role: 'data', supportsHibernation: false };
  });
  return [os, ...data];
}

/** Prefix of addresses that Azure gives out, as its VMs show them. */
const MAC_PREFIX = '002248';
const MAC_NUMBERS = 2 ** 24;

function macOf(name: string, index: number): string {
  const number = (seedFrom(name) + index) % MAC_NUMBERS;
  return MAC_PREFIX + number.toString(16).padStart(6, '0');
}
