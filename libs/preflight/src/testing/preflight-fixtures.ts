import { BUILT_IN_POLICIES, type GuidPolicy } from '#libs/guid-policy';
import { VmStory } from '#libs/hibernation';
import { HOST_GENERATIONS, type HostGeneration } from '#libs/hosts';
import { aHost, type VmBuilder, type VmFacts } from '#libs/vm-operations';
import { preflight, type PreflightInput } from '../preflight.js';
import type { PreflightReport } from '../report.js';
import { hostOfGeneration } from '../subject.js';

const ICE_LAKE = HOST_GENERATIONS['intel-ice-lake'];

/** What is asked about a VM; whatever is left out stays as it is for the VM. */
export interface Asked {
  readonly policy?: GuidPolicy;
  readonly from?: HostGeneration;
  readonly to?: HostGeneration;
  readonly initiatedBy?: PreflightInput['initiatedBy'];
  readonly kernelVersion?: string;
}

export function reportOn(
  facts: VmFacts,
  { from = ICE_LAKE, to = from, ...asked }: Asked = {},
): PreflightReport {
  const { policy = facts.policy, initiatedBy = 'shutdown-service', kernelVersion } = asked;
  return preflight({
    facts,
    sourceHosts: [hostOfGeneration(from)],
    target: { policy, place: { kind: 'generation', generation: to } },
    initiatedBy,
    ...(kernelVersion === undefined ? {} : { kernelVersion }),
  });
}

/** Every item in short: severity, rule, phase, slot; `then` before those that show only once others are remedied. */
export function told({ items }: PreflightReport): readonly string[] {
  return items.map(({ severity, rule, phase, slot, isHidden }) =>
    [...(isHidden ? ['then'] : []), severity, rule, phase, ...(slot === undefined ? [] : [slot])].join(' '),
  );
}

/** A VM that runs, with faults that were set since it was created. */
export async function running(vm: VmBuilder, change: Partial<VmFacts> = {}): Promise<VmFacts> {
  const story = await VmStory.running(vm, [aHost('host-a'), aHost('host-b')]);
  story.world.amend(change);
  return story.facts();
}

/** Everything that may change from one Hyper-V VM to the next is kept. */
export const KEEPING: GuidPolicy = {
  ...BUILT_IN_POLICIES['local-hyperv'],
  name: 'keeping',
  devices: {
    ...BUILT_IN_POLICIES['local-hyperv'].devices,
    scsi: { kind: 'keep' },
    nic: { kind: 'keep' },
    vf: { kind: 'keep' },
    dda: { kind: 'keep' },
  },
};
