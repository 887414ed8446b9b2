import {
  chargeOf,
  type BucketLimit,
  type ChargedRequest,
  type PolicyName,
  type ThrottlePolicies,
} from '#libs/throttling';

/** A bucket that a request takes from. */
export interface RequestBucket {
  /** Of its row. */
  readonly key: string;
  readonly policy: PolicyName;
  readonly limit: BucketLimit;
  readonly shownAs:
    | { readonly header: 'x-ms-ratelimit-remaining-resource'; readonly name: string }
    | { readonly header: SubscriptionHeader };
}

export type SubscriptionHeader =
  | 'x-ms-ratelimit-remaining-subscription-reads'
  | 'x-ms-ratelimit-remaining-subscription-writes'
  | 'x-ms-ratelimit-remaining-subscription-deletes';

const HEADERS = {
  SubscriptionReads: 'x-ms-ratelimit-remaining-subscription-reads',
  SubscriptionWrites: 'x-ms-ratelimit-remaining-subscription-writes',
  SubscriptionDeletes: 'x-ms-ratelimit-remaining-subscription-deletes',
} as const satisfies Readonly<Record<string, SubscriptionHeader>>;

/** Which subscription and resource a request is about, as its path says. */
export interface RequestScope {
  readonly subscriptionId: string;
  /** The resource, in any letter case; absent for lists. */
  readonly resource?: string;
}

/** The buckets that a request takes from, those of the compute provider first; none for one that is not counted. */
export function bucketsOf(
  request: ChargedRequest,
  { subscriptionId, resource }: RequestScope,
  policies: ThrottlePolicies,
): readonly RequestBucket[] {
  const charge = chargeOf(request);
  if (charge === undefined) return [];
  const buckets: RequestBucket[] = [];
  const { compute } = charge;
  if (compute !== undefined) {
    const { resource: perResource, subscription } = policies[compute];
    const shown = (name: string) =>
      ({ header: 'x-ms-ratelimit-remaining-resource', name: `Microsoft.Compute/${compute}${name}` }) as const;
    if (perResource !== undefined && resource !== undefined) {
      const key = `${compute} ${resource.toLowerCase()}`;
      buckets.push({ key, policy: compute, limit: perResource, shownAs: shown('Resource') });
    }
    if (subscription !== undefined) {
      const key = `${compute} ${subscriptionId}`;
      buckets.push({ key, policy: compute, limit: subscription, shownAs: shown('Subscription') });
    }
  }
  const limit = policies[charge.subscription].subscription;
  if (limit !== undefined) {
    const shownAs = { header: HEADERS[charge.subscription] };
    const key = `${charge.subscription} ${subscriptionId}`;
    buckets.push({ key, policy: charge.subscription, limit, shownAs });
  }
  return buckets;
}
