import type { AcceptanceCase, Machine, Need } from './acceptance-case.js';
import { HOST_MOVES, hostsFor, type UsableHost } from './host-moves.js';

/** Why a size does not meet a need; `undefined` when it does. */
const NEEDS: Readonly<Record<Need, (machine: Machine) => string | undefined>> = {
  'accelerated-networking': ({ name, acceleratedNetworking }) =>
    acceleratedNetworking ? undefined : `${name} has no accelerated networking`,
  'two-nics': ({ name, maxNics }) => atLeastTwo(maxNics, `${name} takes 1 NIC`),
  'two-data-disks': ({ name, maxDataDisks }) =>
    atLeastTwo(maxDataDisks, `${name} takes ${maxDataDisks} data disks`),
  'two-vcpus': ({ name, vcpus }) => atLeastTwo(vcpus, `${name} has 1 vCPU`),
};

/** Why a case cannot run on this size and these hosts; `undefined` when it can. */
export function unmetNeed(
  { needs, move }: Pick<AcceptanceCase, 'needs' | 'move'>,
  machine: Machine,
  hosts: readonly UsableHost[],
): string | undefined {
  for (const need of needs) {
    const reason = NEEDS[need](machine);
    if (reason !== undefined) return reason;
  }
  if (hosts.length === 0) return 'there is no available host to run on';
  if (move === undefined || hostsFor(move, hosts) !== undefined) return undefined;
  return `there are no two available hosts ${HOST_MOVES[move].says}`;
}

function atLeastTwo(count: number, otherwise: string): string | undefined {
  return count >= 2 ? undefined : otherwise;
}
