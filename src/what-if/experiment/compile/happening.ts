import type { ClustersSpec, FaultSpec, HostEventSpec } from '#libs/what-if';
import type { FaultsDocument, HostEventsDocument } from '../schema/happening-schema.js';
import type { Compiling } from './compiling.js';

export function compileFaults(
  document: FaultsDocument,
  hasGuests: boolean,
  { faults }: Compiling,
): readonly FaultSpec[] {
  const entries = Object.entries(document);
  if (entries.length > 0 && !hasGuests) {
    faults.add(['faults'], 'need guests or policy: the scenario is about VMs without guests');
  }
  return entries.map(([name, { fault, at, share, perMillion }]): FaultSpec => ({
    name,
    fault,
    at,
    perMillion: perMillion ?? share ?? 0,
  }));
}

/** In the order of time; equal times in the order of the file. */
export function compileHostEvents(
  document: HostEventsDocument,
  clusters: ClustersSpec | undefined,
  { faults }: Compiling,
): readonly HostEventSpec[] {
  for (const [index, { hosts }] of document.entries()) {
    const path = ['hostEvents', index, 'hosts'];
    if (clusters === undefined || hosts.kind === 'share') continue;
    const isKnown =
      hosts.kind === 'type'
        ? clusters.types.some(({ name }) => name === hosts.type)
        : clusters.clusters.some(({ name }) => name === hosts.cluster);
    const member = hosts.kind;
    if (!isKnown) faults.add([...path, member], `there is no such ${member}`);
  }
  return document
    .map(({ act, at, hosts }): HostEventSpec => ({ kind: act, atMs: at, hosts }))
    .sort((a, b) => a.atMs - b.atMs);
}
