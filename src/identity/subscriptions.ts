/** A subscription this installation serves. */
export interface Subscription {
  /** A GUID, in lower case. */
  readonly id: string;
  readonly displayName: string;
}

/** The subscriptions served, `readonly Subscription[]`. */
export const SUBSCRIPTIONS = Symbol('Subscriptions');

/** The one directory all subscriptions belong to. */
export const TENANT_ID = '22222222-2222-2222-2222-222222222222';
