import { defaultConfigurationVersion, imageOriginOn, type HostGeneration } from '#libs/hosts';
import { failedFilter, type HostFacts, type PlacementRequest } from '#libs/placement';
import type { VmKind } from '../fleet/fleet.js';
import type { HostType } from '../scenario.js';

/** More than any VM needs: what is asked of a type of host is not whether one has room. */
const PLENTY = { vcpus: 1_000_000, memoryMib: 2 ** 40, vfSlots: 1_000_000 };

/**
 * Which types of host a VM of this kind may boot on, and which its image may resume on when it booted on type
 * `origin`: one bit per type, by the filters of the live path (CONSIDER-6, CONSIDER-7). Index 0: never booted.
 */
export function typesFor(kind: VmKind, types: readonly HostType[]): readonly number[] {
  const boots = maskOf(types, ({ generation }) => admits(generation, requestOf(kind)));
  const resumes = types.map((origin) =>
    maskOf(
      types,
      ({ generation }) =>
        (!kind.isPinned || generation.processorRank === origin.generation.processorRank) &&
        admits(generation, requestOf(kind, origin.generation)),
    ),
  );
  return [boots, ...resumes];
}

function maskOf(types: readonly HostType[], isFit: (type: HostType) => boolean): number {
  return types.reduce((mask, type, at) => (isFit(type) ? mask | (1 << at) : mask), 0);
}

function requestOf({ make }: VmKind, origin?: HostGeneration): PlacementRequest {
  const vendor = make?.size.processorVendor;
  return {
    demand: { vcpus: 0, memoryMib: 0, vfSlots: 0 },
    ...(vendor === undefined ? {} : { processorVendor: vendor }),
    ...(origin === undefined
      ? {}
      : { resumeOrigin: imageOriginOn(origin), configurationVersion: defaultConfigurationVersion(origin) }),
    avoidHostIds: [],
    strategy: 'pack',
  };
}

function admits(generation: HostGeneration, request: PlacementRequest): boolean {
  const host: HostFacts = {
    id: 'any',
    name: 'any',
    cluster: 'any',
    generation,
    capacity: PLENTY,
    used: { vcpus: 0, memoryMib: 0, vfSlots: 0 },
    state: 'available',
  };
  return failedFilter(host, request) === undefined;
}
