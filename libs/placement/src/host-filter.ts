import type { Host } from '#libs/hosts';
import type { RuleId } from '#libs/kernel-rules';
import type { PlacementRequest } from './placement.js';

/** What a filter or weigher looks at: plain facts, of a `Host` or of a view over columns. */
export type HostFacts = Pick<Host, 'id' | 'name' | 'cluster' | 'generation' | 'capacity' | 'used' | 'state'>;

/** One condition that a host must meet. Keeps no state between calls. */
export interface HostFilter {
  readonly name: string;
  /** Why the condition exists; a rejection names the first one. */
  readonly rules: readonly [RuleId, ...RuleId[]];
  /** Whether the host meets it. Allocates nothing. */
  admits(host: HostFacts, request: PlacementRequest): boolean;
  /** Why the host does not meet it, in one sentence; `undefined` when it does, and then nothing is allocated. */
  rejects(host: HostFacts, request: PlacementRequest): string | undefined;
}

interface FilterParts extends Pick<HostFilter, 'name' | 'rules' | 'admits'> {
  /** The sentence for a host that is not admitted. */
  reason(host: HostFacts, request: PlacementRequest): string;
}

/** A filter whose `rejects` says exactly what its `admits` decides. */
export function defineFilter({ name, rules, admits, reason }: FilterParts): HostFilter {
  return {
    name,
    rules,
    admits,
    rejects: (host, request) => (admits(host, request) ? undefined : reason(host, request)),
  };
}
