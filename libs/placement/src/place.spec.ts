import { describe, expect, it } from 'vitest';
import { HOST_GENERATIONS, type Host } from '#libs/hosts';
import { place } from './place.js';
import type { PlacementRequest } from './placement.js';
import { aHost, aRequest } from './testing/hosts.js';

const using = (name: string, vcpus: number, memoryMib: number): Host =>
  aHost(name, { used: { vcpus, memoryMib, vfSlots: 0 } });

function order(request: PlacementRequest, hosts: readonly Host[]): readonly string[] {
  const verdict = place(request, hosts);
  return verdict.kind === 'placed' ? verdict.ranking.map((host) => host.hostName) : [];
}

describe('place', () => {
  it('TORPOR-24 ranks or rejects every host, with scores and reasons', () => {
    const hosts = [
      aHost('new', { generation: HOST_GENERATIONS['intel-sapphire-rapids'] }),
      using('full', 64, 100_000),
      aHost('amd', { generation: HOST_GENERATIONS['amd-milan'] }),
      using('half', 32, 131_072),
    ];
    expect(place(aRequest({ processorVendor: 'Intel', avoidHostIds: ['id-of-new'] }), hosts)).toEqual({
      kind: 'placed',
      hostId: 'id-of-half',
      hostName: 'half',
      ranking: [
        {
          hostId: 'id-of-half',
          hostName: 'half',
          scores: { 'avoids-previous-host': 1, 'free-memory': 131_072, 'free-vcpus': 32 },
        },
        {
          hostId: 'id-of-new',
          hostName: 'new',
          scores: { 'avoids-previous-host': 0, 'free-memory': 262_144, 'free-vcpus': 64 },
        },
      ],
      rejected: [
        {
          hostId: 'id-of-amd',
          hostName: 'amd',
          filter: 'processor-vendor',
          rule: 'CONSIDER-6',
          reason: 'the host has AMD processors and the VM needs Intel',
        },
        {
          hostId: 'id-of-full',
          hostName: 'full',
          filter: 'vcpus',
          rule: 'TORPOR-1',
          reason: 'the VM needs 4 vCPUs and 0 of 64 are free',
        },
      ],
    });
  });

  it('AZURE-30 says so when no host has room', () => {
    const verdict = place(aRequest(), [using('full', 64, 0)]);
    expect(verdict).toEqual({
      kind: 'no-host',
      rejected: [
        {
          hostId: 'id-of-full',
          hostName: 'full',
          filter: 'vcpus',
          rule: 'TORPOR-1',
          reason: 'the VM needs 4 vCPUs and 0 of 64 are free',
        },
      ],
    });
    expect(place(aRequest(), [])).toEqual({ kind: 'no-host', rejected: [] });
  });

  it('ASSUME-6 goes back to the host that the VM left only when no other fits', () => {
    const request = aRequest({ avoidHostIds: ['id-of-a'] });
    expect(order(request, [aHost('a'), using('b', 60, 200_000)])).toEqual(['b', 'a']);
    expect(order(request, [aHost('a'), using('b', 61, 200_000)])).toEqual(['a']);
  });

  it.each([
    ['spread', ['c', 'b', 'a', 'd']],
    ['pack', ['a', 'd', 'b', 'c']],
  ] as const)('strategy %s goes by free memory, then by free vCPUs, then by name', (strategy, expected) => {
    const hosts = [using('d', 8, 4096), using('a', 8, 4096), using('b', 4, 4096), using('c', 60, 1024)];
    expect(order(aRequest({ strategy }), hosts)).toEqual(expected);
  });

  it('tells hosts of one name apart by id', () => {
    const hosts = [aHost('same', { id: '2' }), aHost('same', { id: '1' })];
    const verdict = place(aRequest(), hosts);
    expect(verdict.kind === 'placed' && verdict.ranking.map((host) => host.hostId)).toEqual(['1', '2']);
  });
});
