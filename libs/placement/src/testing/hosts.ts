import { HOST_GENERATIONS, NO_RESOURCES, type Host } from '#libs/hosts';
import type { PlacementRequest } from '../placement.js';

/** An empty, available Ice Lake host with 64 vCPUs, 256 GiB and 8 VF slots. */
export function aHost(name: string, facts: Partial<Host> = {}): Host {
  return {
    id: `id-of-${name}`,
    name,
    cluster: 'c1',
    generation: HOST_GENERATIONS['intel-ice-lake'],
    capacity: { vcpus: 64, memoryMib: 262_144, vfSlots: 8 },
    used: NO_RESOURCES,
    state: 'available',
    ...facts,
  };
}

/** A VM of 4 vCPUs, 16 GiB and one accelerated NIC, for any host. */
export function aRequest(wishes: Partial<PlacementRequest> = {}): PlacementRequest {
  return {
    demand: { vcpus: 4, memoryMib: 16_384, vfSlots: 1 },
    avoidHostIds: [],
    strategy: 'spread',
    ...wishes,
  };
}
