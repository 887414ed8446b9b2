import { type Subscription, TENANT_ID } from '../identity/subscriptions.js';

/** A subscription as clients see it. Source of the members: answers of Azure Resource Manager. */
export interface SubscriptionDocument {
  readonly id: string;
  readonly subscriptionId: string;
  readonly tenantId: string;
  readonly displayName: string;
  readonly state: 'Enabled';
  readonly subscriptionPolicies: Readonly<
    Record<'locationPlacementId' | 'quotaId' | 'spendingLimit', string>
  >;
  readonly authorizationSource: 'RoleBased';
  readonly managedByTenants: readonly never[];
}

export function subscriptionDocument({ id, displayName }: Subscription): SubscriptionDocument {
  return {
    id: `/subscriptions/${id}`,
    subscriptionId: id,
    tenantId: TENANT_ID,
    displayName,
    state: 'Enabled',
    subscriptionPolicies: {
      locationPlacementId: 'Public_2014-09-01',
      quotaId: 'PayAsYouGo_2014-09-01',
      spendingLimit: 'Off',
    },
    authorizationSource: 'RoleBased',
    managedByTenants: [],
  };
}
