import type { HostFacts } from './host-filter.js';
import type { HostWeigher } from './host-weigher.js';
import type { PlacementRequest } from './placement.js';
import { avoidsPreviousHost } from './weighers/avoids-previous-host.js';
import { freeMemory } from './weighers/free-memory.js';
import { freeVcpus } from './weighers/free-vcpus.js';

/** The earlier one decides; the next only between equals. Memory is what a host of VMs runs out of first. */
export const HOST_WEIGHERS: readonly HostWeigher[] = [avoidsPreviousHost, freeMemory, freeVcpus];

/**
 * Orders two hosts for a request: negative when `a` ranks higher. Equals are told apart by name and then by id,
 * so no two different hosts compare as 0. Allocates nothing.
 */
export function compareHosts(a: HostFacts, b: HostFacts, request: PlacementRequest): number {
  for (let at = 0; at < HOST_WEIGHERS.length; at++) {
    const weigher = HOST_WEIGHERS[at]!;
    const difference = weigher.score(b, request) - weigher.score(a, request);
    if (difference !== 0) return difference;
  }
  return compareNames(a, b);
}

/** By name, then by id. */
export function compareNames(a: Pick<HostFacts, 'name' | 'id'>, b: Pick<HostFacts, 'name' | 'id'>): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  if (a.id !== b.id) return a.id < b.id ? -1 : 1;
  return 0;
}
