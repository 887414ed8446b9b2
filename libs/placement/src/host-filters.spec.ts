import { describe, expect, it } from 'vitest';
import { HOST_GENERATIONS, imageOriginOn, type Host, type HostGenerationName } from '#libs/hosts';
import { failedFilter, HOST_FILTERS } from './host-filters.js';
import type { PlacementRequest } from './placement.js';
import { aHost, aRequest } from './testing/hosts.js';

/** `filter (rule): reason` of the first filter that fails; `undefined` when all pass. */
function outcome(host: Host, request: PlacementRequest): string | undefined {
  const filter = failedFilter(host, request);
  return filter && `${filter.name} (${filter.rules[0]}): ${filter.rejects(host, request)}`;
}

const on = (name: HostGenerationName): Host => aHost('h', { generation: HOST_GENERATIONS[name] });
const imageFrom = (name: HostGenerationName): PlacementRequest =>
  aRequest({ resumeOrigin: imageOriginOn(HOST_GENERATIONS[name]) });

describe('host filters', () => {
  it('are asked in this order', () => {
    expect(HOST_FILTERS.map((filter) => filter.name)).toEqual([
      'host-available',
      'named-host',
      'cluster',
      'processor-vendor',
      'configuration-version',
      'resume-compatibility',
      'vcpus',
      'memory',
      'vf-slots',
    ]);
  });

  it('pass a host that has everything, and say nothing about it', () => {
    const request = aRequest({
      hostName: 'h',
      cluster: 'c1',
      processorVendor: 'Intel',
      configurationVersion: '10.0',
      resumeOrigin: imageOriginOn(HOST_GENERATIONS['intel-cascade-lake']),
    });
    expect(outcome(aHost('h'), request)).toBeUndefined();
    expect(HOST_FILTERS.map((filter) => filter.rejects(aHost('h'), request))).toEqual(
      HOST_FILTERS.map(() => undefined),
    );
  });

  it.each(['draining', 'down'] as const)('TORPOR-14 a host that is %s takes no VM', (state) => {
    expect(outcome(aHost('h', { state }), aRequest())).toBe(
      `host-available (TORPOR-14): the host is ${state}`,
    );
  });

  it.each<[string, Host, PlacementRequest, string]>([
    [
      'TORPOR-24 another host than the one asked for',
      aHost('h'),
      aRequest({ hostName: 'other' }),
      'named-host (TORPOR-24): only host other was asked for',
    ],
    [
      'TORPOR-24 another cluster than the one asked for',
      aHost('h'),
      aRequest({ cluster: 'c2' }),
      'cluster (TORPOR-24): the host is in cluster c1, not in c2',
    ],
    [
      'CONSIDER-6 another processor vendor',
      aHost('h'),
      aRequest({ processorVendor: 'AMD' }),
      'processor-vendor (CONSIDER-6): the host has Intel processors and the VM needs AMD',
    ],
    [
      'CONSIDER-6 a VM configuration version that the host does not know',
      aHost('h'),
      aRequest({ configurationVersion: '12.0' }),
      'configuration-version (CONSIDER-6): the host runs VM configuration versions 8.0 to 10.0 and the VM has 12.0',
    ],
    [
      'CONSIDER-7 an image from another vendor',
      on('amd-milan'),
      imageFrom('intel-ice-lake'),
      'resume-compatibility (CONSIDER-7): the image was made on Intel and the host has AMD',
    ],
    [
      'CONSIDER-7 an image from a newer processor',
      on('intel-cascade-lake'),
      imageFrom('intel-ice-lake'),
      "resume-compatibility (CONSIDER-7): the image was made on Xeon Platinum 8370C, newer than the host's Xeon Platinum 8272CL",
    ],
    [
      'CONSIDER-7 an image from a newer Hyper-V',
      on('intel-ice-lake'),
      imageFrom('intel-ice-lake-26102'),
      "resume-compatibility (CONSIDER-7): the image was made under Hyper-V 26102, newer than the host's 20348",
    ],
    [
      'TORPOR-1 too few free vCPUs',
      aHost('h', { used: { vcpus: 61, memoryMib: 0, vfSlots: 0 } }),
      aRequest(),
      'vcpus (TORPOR-1): the VM needs 4 vCPUs and 3 of 64 are free',
    ],
    [
      'TORPOR-1 too little free memory',
      aHost('h', { used: { vcpus: 0, memoryMib: 245_761, vfSlots: 0 } }),
      aRequest(),
      'memory (TORPOR-1): the VM needs 16384 MiB and 16383 of 262144 are free',
    ],
    [
      'TORPOR-1 no free VF slot',
      aHost('h', { used: { vcpus: 0, memoryMib: 0, vfSlots: 8 } }),
      aRequest(),
      'vf-slots (TORPOR-1): the VM needs 1 VF slots and 0 of 8 are free',
    ],
  ])('%s', (_, host, request, expected) => {
    expect(outcome(host, request)).toBe(expected);
  });

  it('TORPOR-1 the last of everything is still given', () => {
    const used = { vcpus: 60, memoryMib: 245_760, vfSlots: 7 };
    expect(outcome(aHost('h', { used }), aRequest())).toBeUndefined();
  });

  it('AZURE-31 room is asked about last, so only a compatible host can lack it', () => {
    const used = { vcpus: 64, memoryMib: 262_144, vfSlots: 8 };
    const host = aHost('h', { used });
    expect(failedFilter(host, aRequest({ configurationVersion: '12.0' }))?.name).toBe(
      'configuration-version',
    );
    expect(failedFilter(host, imageFrom('amd-rome'))?.name).toBe('resume-compatibility');
  });
});
