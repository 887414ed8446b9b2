import type { HostFacts } from './host-filter.js';
import { failedFilter } from './host-filters.js';
import { compareHosts, compareNames, HOST_WEIGHERS } from './host-weighers.js';
import type { HostRejection, PlacementRequest, PlacementVerdict, RankedHost } from './placement.js';

/**
 * Chooses a host and says why (TORPOR-24): every host is either ranked, best first, or rejected, by name, with the
 * first filter that it fails. Depends on the set of hosts and not on their order.
 */
export function place(request: PlacementRequest, hosts: readonly HostFacts[]): PlacementVerdict {
  const candidates: HostFacts[] = [];
  const rejectedHosts: HostFacts[] = [];
  for (const host of hosts) {
    (failedFilter(host, request) === undefined ? candidates : rejectedHosts).push(host);
  }
  candidates.sort((a, b) => compareHosts(a, b, request));
  const rejected = rejectedHosts.sort(compareNames).map((host) => rejection(host, request));
  const [best] = candidates;
  if (best === undefined) return { kind: 'no-host', rejected };
  const ranking = candidates.map((host) => ranked(host, request));
  return { kind: 'placed', hostId: best.id, hostName: best.name, ranking, rejected };
}

/**
 * The host that `place` would choose, without the explanation; `undefined` when there is none. One pass, and nothing
 * is allocated: for callers that place millions of VMs.
 */
export function bestHost<Candidate extends HostFacts>(
  request: PlacementRequest,
  hosts: readonly Candidate[],
): Candidate | undefined {
  let best: Candidate | undefined;
  for (let at = 0; at < hosts.length; at++) {
    const host = hosts[at]!;
    if (failedFilter(host, request) !== undefined) continue;
    if (best === undefined || compareHosts(host, best, request) < 0) best = host;
  }
  return best;
}

function rejection(host: HostFacts, request: PlacementRequest): HostRejection {
  const filter = failedFilter(host, request);
  const reason = filter?.rejects(host, request);
  if (filter === undefined || reason === undefined) throw new Error(`host ${host.name} fails no filter`);
  return { hostId: host.id, hostName: host.name, filter: filter.name, rule: filter.rules[0], reason };
}

function ranked(host: HostFacts, request: PlacementRequest): RankedHost {
  const scores = Object.fromEntries(
    HOST_WEIGHERS.map((weigher) => [weigher.name, weigher.score(host, request)]),
  );
  return { hostId: host.id, hostName: host.name, scores };
}
