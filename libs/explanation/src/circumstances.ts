import { FAULTS, faultNamed, KERNEL_PHASES, type Fault, type VmbusEra } from '#libs/linux-guest';
import type { Verdict, VerdictCause } from '#libs/vm-operations';
import { errnoName } from './errno-name.js';
import type { CauseExplanation, CircumstancesExplanation, FaultExplanation } from './explanation.js';
import type { ExplanationInput } from './explanation-input.js';

/** What the two generations of the VMBus driver do when devices are missing (R40, R41, R46). */
const ERA_MEANINGS: Readonly<Record<VmbusEra, string>> = {
  A: 'The VMBus driver up to Linux 6.13: after a resume it waits up to 10 s for devices that are missing, and then refuses every further hibernation until the VM boots afresh (R40, R46).',
  B: 'The VMBus driver since Linux 6.14: after a resume it waits until the host has offered everything, names what is missing, and does not refuse to hibernate again by itself (R40).',
};

export function circumstancesExplanation({
  verdict,
  policy,
  hosts = {},
  operation,
}: ExplanationInput): CircumstancesExplanation {
  const { kernelVersion, era, policy: policyName, faults } = verdict.circumstances;
  return {
    kernelVersion,
    era,
    eraMeaning: ERA_MEANINGS[era],
    policy: { name: policyName, ...(policy === undefined ? {} : { description: policy.description }) },
    faults: faults.map(faultExplanation),
    hosts,
    ...(operation === undefined ? {} : { operationId: operation.id }),
  };
}

function faultExplanation(name: string): FaultExplanation {
  const fault = faultNamed(name);
  if ('problem' in fault) return { name, meaning: 'A fault of another version of the emulator.' };
  const { summary, rule } = FAULTS[fault.kind];
  return { name, meaning: summary, rule };
}

/** The faults of a verdict, as far as this version knows them. */
export function faultsOf({ circumstances }: Pick<Verdict, 'circumstances'>): readonly Fault[] {
  return circumstances.faults.flatMap((name) => {
    const fault = faultNamed(name);
    return 'problem' in fault ? [] : [fault];
  });
}

export function causeExplanation({ rule, phase, symptom, errno }: VerdictCause): CauseExplanation {
  const name = errno === undefined ? undefined : errnoName(errno);
  return {
    rule,
    phase,
    phaseMeaning: KERNEL_PHASES[phase],
    symptom,
    ...(errno === undefined ? {} : { errno }),
    ...(name === undefined ? {} : { errnoName: name }),
  };
}
