import type { BucketLimit } from './bucket.js';

/** Policies of the compute provider, as headers and errors name them. */
export const COMPUTE_POLICIES = [
  'PutVM',
  'UpdateVM',
  'DeleteVM',
  'LowCostGet',
  'HighCostGet',
  'GetOperation',
  'GuestPatch',
] as const;
export type ComputePolicyName = (typeof COMPUTE_POLICIES)[number];

/** Limits of Azure Resource Manager itself, by what a request does. */
export const SUBSCRIPTION_POLICIES = [
  'SubscriptionReads',
  'SubscriptionWrites',
  'SubscriptionDeletes',
] as const;
export type SubscriptionPolicyName = (typeof SUBSCRIPTION_POLICIES)[number];

export type PolicyName = ComputePolicyName | SubscriptionPolicyName;
export const POLICY_NAMES: readonly PolicyName[] = [...COMPUTE_POLICIES, ...SUBSCRIPTION_POLICIES];

/** One policy: a bucket for each resource, one for each subscription, or both. */
export interface ThrottlePolicy {
  readonly resource?: BucketLimit;
  readonly subscription?: BucketLimit;
}

export type ThrottlePolicies = Readonly<Record<PolicyName, ThrottlePolicy>>;

/** What somebody has set in place of the published limits. */
export interface ThrottleSetting {
  readonly enabled: boolean;
  /** All buckets and refills are this many times as large. */
  readonly scale: number;
  readonly overrides: Readonly<Partial<Record<PolicyName, ThrottlePolicy>>>;
}

export const UNSET_THROTTLING: ThrottleSetting = { enabled: false, scale: 1, overrides: {} };

/** The limits in force: overrides as they are, the rest scaled. A bucket holds one request at least. */
export function policiesUnder(
  published: ThrottlePolicies,
  { scale, overrides }: ThrottleSetting,
): ThrottlePolicies {
  return Object.fromEntries(
    POLICY_NAMES.map((name) => [name, overrides[name] ?? scaled(published[name], scale)]),
  ) as unknown as ThrottlePolicies;
}

function scaled({ resource, subscription }: ThrottlePolicy, scale: number): ThrottlePolicy {
  return {
    ...(resource === undefined ? {} : { resource: times(resource, scale) }),
    ...(subscription === undefined ? {} : { subscription: times(subscription, scale) }),
  };
}

function times({ capacity, refillPerMinute }: BucketLimit, scale: number): BucketLimit {
  return { capacity: Math.max(1, Math.floor(capacity * scale)), refillPerMinute: refillPerMinute * scale };
}
