import type { GuidPolicy } from '#libs/guid-policy';
import { hostOfGeneration, preflight, type PreflightReport } from '#libs/preflight';
import type { Catalogue } from '../../catalogue/load-catalogue.js';
import { initiatorOf, type WantedTarget } from '../preflight-target.js';
import type { VmDescription } from './description-schema.js';
import { describeVm, type DescriptionFault, type Resolved } from './describe-vm.js';

export type DescribedPreflight =
  | { readonly kind: 'report'; readonly report: PreflightReport }
  | { readonly kind: 'impossible'; readonly faults: readonly DescriptionFault[] };

/** A preflight of a VM that is only described: on a host of the kind asked for, which has room. */
export function preflightDescribed(
  description: VmDescription,
  { targetPolicy, ...resolved }: Resolved & { readonly targetPolicy: GuidPolicy },
  { kernelVersion, initiatedBy }: Pick<WantedTarget, 'kernelVersion' | 'initiatedBy'>,
  catalogue: Catalogue,
): DescribedPreflight {
  const described = describeVm(description, resolved, catalogue);
  if (described.kind === 'impossible') return described;
  const { facts, generation, assumed } = described;
  const report = preflight({
    facts,
    sourceHosts: [hostOfGeneration(generation)],
    target: {
      policy: targetPolicy,
      place: { kind: 'generation', generation: resolved.targetGeneration ?? generation },
    },
    initiatedBy: initiatorOf(initiatedBy),
    ...(kernelVersion === undefined ? {} : { kernelVersion }),
    assumed,
  });
  return { kind: 'report', report };
}
