import { policiesUnder, type ThrottlePolicies, type ThrottleSetting } from '#libs/throttling';
import { type ArmEnvelope, emulatorResource } from '../emulator-namespace/emulator-resource.js';
import { publishedPolicies } from './published-policies.js';

export interface ThrottlingProperties extends ThrottleSetting {
  /** The limits that follow: those of Azure, scaled, with the overrides. */
  readonly limits: ThrottlePolicies;
}

export type ThrottlingDocument = ArmEnvelope<ThrottlingProperties>;

export function throttlingDocument(subscriptionId: string, setting: ThrottleSetting): ThrottlingDocument {
  const limits = policiesUnder(publishedPolicies(), setting);
  return emulatorResource(subscriptionId, 'throttling', 'default', { ...setting, limits });
}
