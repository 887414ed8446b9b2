import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fits, free, HOST_GENERATIONS, imageOriginOn, type Host } from '#libs/hosts';
import { bestHost, place } from './place.js';
import type { PlacementRequest } from './placement.js';

// fast-check prints the seed with every counterexample.
const SEED = 20_250_113;
const RUNS = 300;

const anyGeneration = fc.constantFrom(...Object.values(HOST_GENERATIONS));
const anyResources = (vcpus: number, gib: number, vfSlots: number) =>
  fc.record({
    vcpus: fc.nat(vcpus),
    memoryMib: fc.nat(gib).map((n) => n * 1024),
    vfSlots: fc.nat(vfSlots),
  });

const anyHost: fc.Arbitrary<Omit<Host, 'id'>> = fc
  .record({
    name: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    cluster: fc.constantFrom('c1', 'c2'),
    generation: anyGeneration,
    capacity: anyResources(32, 16, 8),
    usedShare: fc.constantFrom(0, 0, 0.5, 1),
    state: fc.constantFrom('available' as const, 'available' as const, 'draining' as const, 'down' as const),
  })
  .map(({ usedShare, ...host }) => ({
    ...host,
    used: {
      vcpus: Math.floor(host.capacity.vcpus * usedShare),
      memoryMib: Math.floor(host.capacity.memoryMib * usedShare),
      vfSlots: Math.floor(host.capacity.vfSlots * usedShare),
    },
  }));
const anyHosts: fc.Arbitrary<readonly Host[]> = fc
  .array(anyHost, { maxLength: 12, size: 'max' })
  .map((hosts) => hosts.map((host, at) => ({ ...host, id: `id-${at}` })));

/** A wish that most requests do not have. */
const seldom = <Wish>(wish: fc.Arbitrary<Wish>): fc.Arbitrary<Wish | undefined> =>
  fc
    .option(wish, { freq: 1, nil: undefined })
    .chain((drawn) =>
      drawn === undefined ? fc.constant(undefined) : fc.constantFrom(drawn, undefined, undefined),
    );
const anyRequest: fc.Arbitrary<PlacementRequest> = fc
  .record({
    demand: anyResources(8, 4, 1),
    avoidHostIds: fc.subarray(['id-0', 'id-1', 'id-2']),
    strategy: fc.constantFrom('spread' as const, 'pack' as const),
    wishes: fc.record({
      processorVendor: seldom(fc.constantFrom('Intel' as const, 'AMD' as const)),
      configurationVersion: seldom(fc.constantFrom('8.0', '10.0', '12.0')),
      resumeOrigin: seldom(anyGeneration.map(imageOriginOn)),
      cluster: seldom(fc.constantFrom('c1', 'c2')),
      hostName: seldom(fc.constantFrom('a', 'b')),
    }),
  })
  .map(({ wishes, ...request }) => ({
    ...request,
    ...(Object.fromEntries(
      Object.entries(wishes).filter(([, wish]) => wish !== undefined),
    ) as Partial<PlacementRequest>),
  }));

describe('place', () => {
  it('TORPOR-12 does not depend on the order of the hosts', () => {
    fc.assert(
      fc.property(anyRequest, anyHosts, fc.func(fc.integer()), (request, hosts, key) => {
        const shuffled = [...hosts].sort((a, b) => key(a.id) - key(b.id));
        expect(place(request, shuffled)).toEqual(place(request, hosts));
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });

  it('TORPOR-1 never places a VM on a host that lacks room or does not run', () => {
    fc.assert(
      fc.property(anyRequest, anyHosts, (request, hosts) => {
        const verdict = place(request, hosts);
        const rankedIds = verdict.kind === 'placed' ? verdict.ranking.map((host) => host.hostId) : [];
        const unfit = hosts
          .filter((host) => rankedIds.includes(host.id))
          .filter((host) => !fits(request.demand, free(host)) || host.state !== 'available');
        expect(unfit).toEqual([]);
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });

  it('TORPOR-24 names every host once, ranked or rejected', () => {
    fc.assert(
      fc.property(anyRequest, anyHosts, (request, hosts) => {
        const verdict = place(request, hosts);
        const ranked = verdict.kind === 'placed' ? verdict.ranking : [];
        const named = [...ranked, ...verdict.rejected].map((host) => host.hostId);
        expect(named.sort()).toEqual(hosts.map((host) => host.id).sort());
        expect(verdict.kind === 'placed' ? verdict.hostId : undefined).toBe(ranked[0]?.hostId);
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });

  it('bestHost chooses the same host without the explanation', () => {
    let placed = 0;
    fc.assert(
      fc.property(anyRequest, anyHosts, (request, hosts) => {
        const verdict = place(request, hosts);
        const chosen = bestHost(request, hosts)?.id;
        expect(chosen).toBe(verdict.kind === 'placed' ? verdict.hostId : undefined);
        if (chosen !== undefined) placed++;
      }),
      { seed: SEED, numRuns: RUNS },
    );
    // Both outcomes must have been drawn often, or the comparison says little.
    expect(placed).toBeGreaterThan(RUNS / 10);
    expect(placed).toBeLessThan(RUNS);
  });
});
