import { ddaHibernation } from '#libs/guid-policy';
import type { RuleId } from '#libs/kernel-rules';
import { refusal, type Refusal } from '#libs/refusal';
import { HIBERNATION_EXCLUSIONS, isHibernationExtension, osDiskOf, type VmFacts } from '#libs/vm-operations';

/** The facts that eligibility looks at: known before a VM exists, so that a create can be refused at once. */
export type EligibilityFacts = Pick<VmFacts, 'size' | 'policy' | 'profile' | 'disks' | 'extensions' | 'vm'>;

/** One condition that a VM must meet to be hibernated; says what is wrong, or `undefined`. */
export interface EligibilityCheck {
  readonly name: string;
  readonly rules: readonly RuleId[];
  /** `enable`: asked when hibernation is enabled for the VM, too; `hibernate`: only when it is requested. */
  readonly asked: 'enable' | 'hibernate';
  refusal(facts: EligibilityFacts): Refusal | undefined;
}

const MIB_PER_GIB = 1024;
const BYTES_PER_MIB = 1024 * 1024;

const hibernationEnabled: EligibilityCheck = {
  name: 'hibernation-enabled',
  rules: ['ENABLE-1', 'ENABLE-3', 'AZURE-19'],
  asked: 'hibernate',
  refusal: ({ vm }) =>
    vm.hibernationEnabled
      ? undefined
      : refusal(
          'hibernation-not-enabled',
          `additionalCapabilities.hibernationEnabled of ${vm.name} is not true`,
        ),
};

const architecture: EligibilityCheck = {
  name: 'architecture',
  rules: ['ENABLE-6'],
  asked: 'enable',
  refusal: ({ size, profile }) =>
    size.architecture === 'Arm64' || profile.architecture === 'arm64'
      ? refusal('architecture-unsupported', `${size.name} with guest profile ${profile.name} is arm64`)
      : undefined,
};

const ddaDevices: EligibilityCheck = {
  name: 'dda-devices',
  rules: ['MOVE-8'],
  asked: 'enable',
  refusal: ({ size, policy }) =>
    size.ddaDevices > 0 && ddaHibernation(policy, size.name) === 'refuse'
      ? refusal(
          'dda-present',
          `${size.name} has ${size.ddaDevices} assigned device(s), policy ${policy.name} refuses them`,
        )
      : undefined,
};

const sizeSupportsHibernation: EligibilityCheck = {
  name: 'size',
  rules: ['AZURE-5', 'AZURE-6', 'AZURE-7'],
  asked: 'enable',
  refusal: ({ size }) =>
    size.supportsHibernation
      ? undefined
      : refusal('size-not-hibernatable', `${size.name} is not among the sizes that support hibernation`),
};

const osDiskSupportsHibernation: EligibilityCheck = {
  name: 'os-disk',
  rules: ['AZURE-3', 'AZURE-8'],
  asked: 'enable',
  refusal: (facts) =>
    osDiskOf(facts).supportsHibernation
      ? undefined
      : refusal('os-disk-not-hibernatable', `OS disk ${osDiskOf(facts).name} has supportsHibernation false`),
};

const osDiskLargeEnough: EligibilityCheck = {
  name: 'os-disk-size',
  rules: ['AZURE-4'],
  asked: 'enable',
  refusal: (facts) => {
    const { sizeGib, name } = osDiskOf(facts);
    const { memoryMib } = facts.size;
    return sizeGib * MIB_PER_GIB > memoryMib
      ? undefined
      : refusal(
          'os-disk-too-small',
          `OS disk ${name} has ${sizeGib * MIB_PER_GIB * BYTES_PER_MIB} bytes and must have more than the ` +
            `${memoryMib * BYTES_PER_MIB} bytes of memory of ${facts.size.name}`,
        );
  },
};

const exclusions: EligibilityCheck = {
  name: 'exclusions',
  rules: Object.values(HIBERNATION_EXCLUSIONS),
  asked: 'enable',
  refusal: ({ vm }) => {
    const [first] = vm.exclusions;
    return first === undefined
      ? undefined
      : refusal('hibernation-excluded', `${vm.name} uses: ${vm.exclusions.join(', ')}`, {
          rule: HIBERNATION_EXCLUSIONS[first],
        });
  },
};

const extensionProvisioned: EligibilityCheck = {
  name: 'hibernation-extension',
  rules: ['AZURE-20'],
  asked: 'hibernate',
  refusal: ({ vm, extensions }) => {
    const broken = extensions.find(
      (extension) => isHibernationExtension(extension) && extension.provisioningState === 'Failed',
    );
    return broken === undefined
      ? undefined
      : refusal('hibernation-extension-failed', `extension ${broken.name} of VM ${vm.name}`);
  },
};

/** In the order in which a person would want to hear of them. */
export const ELIGIBILITY_CHECKS: readonly EligibilityCheck[] = [
  hibernationEnabled,
  architecture,
  ddaDevices,
  sizeSupportsHibernation,
  osDiskSupportsHibernation,
  osDiskLargeEnough,
  exclusions,
  extensionProvisioned,
];

/** Every reason why this VM cannot be hibernated; empty when it can. */
export function hibernationRefusals(facts: EligibilityFacts): readonly Refusal[] {
  return refusalsOf(ELIGIBILITY_CHECKS, facts);
}

/** Every reason why hibernation cannot be enabled for this VM: asked at create (AZURE-1) and at update (AZURE-2). */
export function enablementRefusals(facts: EligibilityFacts): readonly Refusal[] {
  return refusalsOf(
    ELIGIBILITY_CHECKS.filter(({ asked }) => asked === 'enable'),
    facts,
  );
}

function refusalsOf(checks: readonly EligibilityCheck[], facts: EligibilityFacts): readonly Refusal[] {
  return checks.flatMap((check) => check.refusal(facts) ?? []);
}
