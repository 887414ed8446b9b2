import type { Host } from '#libs/hosts';
import { HOST_FILTERS } from '#libs/placement';
import { REFUSALS, type Refusal } from '#libs/refusal';
import { placementRequest, type VmFacts } from '#libs/vm-operations';
import type { Problem } from './problem.js';

const CONSEQUENCE = 'The start fails; the VM stays asleep and keeps its image.';

/** Why no host takes the VM: every condition of a host that stands alone or was named, else the refusal itself. */
export function placementProblems(facts: VmFacts, refused: Refusal): readonly [Problem, ...Problem[]] {
  const request = placementRequest(facts);
  const [host, ...others] = candidates(facts);
  const failed =
    host === undefined || others.length > 0
      ? []
      : HOST_FILTERS.flatMap((filter): readonly Problem[] => {
          const reason = filter.rejects(host, request);
          const summary = `Host ${host.name} does not take the VM: ${reason}.`;
          return reason === undefined ? [] : [blocking(filter.rules[0], summary)];
        });
  const [first, ...rest] = failed;
  const { sentence } = REFUSALS[refused.code];
  return first === undefined
    ? [blocking(refused.rule, `${sentence.replace(/\.$/, '')}: ${refused.detail}.`)]
    : [first, ...rest];
}

/** The hosts that are asked about: the one that is named, or all. */
export function candidates(facts: VmFacts): readonly Host[] {
  const { hostName } = facts.placement;
  return hostName === undefined ? facts.hosts : facts.hosts.filter(({ name }) => name === hostName);
}

function blocking(rule: Problem['rule'], summary: string): Problem {
  return {
    severity: 'blocks-start',
    rule,
    source: 'resume',
    phase: 'placement',
    summary,
    consequence: CONSEQUENCE,
  };
}
