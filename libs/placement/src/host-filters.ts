import { cluster } from './filters/cluster.js';
import { configurationVersion } from './filters/configuration-version.js';
import { hostAvailable } from './filters/host-available.js';
import { memory } from './filters/memory.js';
import { namedHost } from './filters/named-host.js';
import { processorVendor } from './filters/processor-vendor.js';
import { resumeCompatibility } from './filters/resume-compatibility.js';
import { vcpus } from './filters/vcpus.js';
import { vfSlots } from './filters/vf-slots.js';
import type { HostFacts, HostFilter } from './host-filter.js';
import type { PlacementRequest } from './placement.js';

/**
 * Every condition that a host must meet, in the order in which they are asked. What was asked for comes first,
 * then what the VM is compatible with, then room: so a rejection for lack of room is one by a host that would
 * have been right (AZURE-31).
 */
export const HOST_FILTERS: readonly HostFilter[] = [
  hostAvailable,
  namedHost,
  cluster,
  processorVendor,
  configurationVersion,
  resumeCompatibility,
  vcpus,
  memory,
  vfSlots,
];

/** The first filter that a host fails; `undefined` for a host that passes. Allocates nothing. */
export function failedFilter(host: HostFacts, request: PlacementRequest): HostFilter | undefined {
  for (let at = 0; at < HOST_FILTERS.length; at++) {
    const filter = HOST_FILTERS[at]!;
    if (!filter.admits(host, request)) return filter;
  }
  return undefined;
}
