import type { RuleId } from '#libs/kernel-rules';
import type { HostFacts } from './host-filter.js';
import type { PlacementRequest } from './placement.js';

/** One way of ranking hosts that pass the filters. Keeps no state between calls. */
export interface HostWeigher {
  readonly name: string;
  readonly rules: readonly RuleId[];
  /** Higher is better. Allocates nothing. */
  score(host: HostFacts, request: PlacementRequest): number;
}

/** Turns a free amount into a score: much is good when VMs are spread, little when they are packed. */
export function byStrategy(freeAmount: number, strategy: PlacementRequest['strategy']): number {
  switch (strategy) {
    case 'spread':
      return freeAmount;
    case 'pack':
      return 0 - freeAmount;
    default:
      return assertNever(strategy);
  }
}

function assertNever(value: never): never {
  throw new Error(`unexpected strategy ${JSON.stringify(value)}`);
}
