import { type ArmEnvelope, emulatorResource } from '../emulator-namespace/emulator-resource.js';
import type {
  PolicyDocument as StoredDocument,
  StoredPolicy,
} from '../persistence/guid-policy.repository.js';

export interface PolicyProperties extends StoredDocument {
  readonly version: number;
  readonly isBuiltIn: boolean;
  readonly isActive: boolean;
}

export type PolicyDocument = ArmEnvelope<PolicyProperties>;

export function policyDocument(subscriptionId: string, policy: StoredPolicy): PolicyDocument {
  const { name, document, version, isBuiltIn, isActive } = policy;
  return emulatorResource(subscriptionId, 'policies', name, { ...document, version, isBuiltIn, isActive });
}
