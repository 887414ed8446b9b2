import { draw, streamBase } from '../draw.js';
import { STREAMS } from '../fleet/streams.js';
import type { HostEventSpec, Scenario } from '../scenario.js';
import { HOSTS_PER_REGION } from './host-table.js';

/** Something that happens to hosts of one region, by their numbers there. */
export interface HostEvent {
  readonly kind: HostEventSpec['kind'];
  readonly atMs: number;
  readonly opens: boolean;
  readonly hosts: readonly number[];
}

/** In the order of time; of those at one time, as they are listed. Hosts that join are closed until then. */
export function hostEventsOf(
  { hostEvents, clusters, seed }: Pick<Scenario, 'hostEvents' | 'clusters' | 'seed'>,
  region: number,
  typeOf: Uint8Array,
  clusterOf: Uint16Array,
): readonly HostEvent[] {
  const typeNames = clusters.types.map(({ name }) => name);
  return hostEvents
    .map(({ kind, atMs, hosts: chosen }, number): HostEvent => {
      const base = streamBase(seed, STREAMS.hostEvents + number);
      const isChosen = (host: number): boolean => {
        switch (chosen.kind) {
          case 'cluster':
            return clusters.clusters[clusterOf[host]!]!.name === chosen.cluster;
          case 'type':
            return typeNames[typeOf[host]!] === chosen.type && isDrawn(host, chosen.perMillion);
          case 'share':
            return isDrawn(host, chosen.perMillion);
        }
      };
      const isDrawn = (host: number, perMillion: number) =>
        draw(base, region * HOSTS_PER_REGION + host) % 1_000_000 < perMillion;
      const hosts = Array.from(typeOf, (_type, host) => host).filter(isChosen);
      return { kind, atMs, opens: kind === 'repair' || kind === 'undrain' || kind === 'join', hosts };
    })
    .toSorted((a, b) => a.atMs - b.atMs);
}
