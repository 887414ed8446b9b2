import type { Offer } from './offer.js';

/**
 * A channel as the host keeps it for one connection.
 * - `closed`: offered, and not opened or closed again
 * - `open`: the guest has opened it
 * - `rescinded`: withdrawn; its relid stays taken until the guest releases it (R11)
 */
export interface HostChannel {
  readonly kind: 'closed' | 'open' | 'rescinded';
  readonly offer: Offer;
}

/** What the guest sends, reduced to what a host decides on (R6). Names follow enum vmbus_channel_message_type. */
export type GuestMessage =
  | { readonly kind: 'initiate-contact'; readonly version: string }
  | { readonly kind: 'request-offers' }
  | { readonly kind: 'gpadl-header'; readonly relid: number }
  | { readonly kind: 'open-channel'; readonly relid: number }
  | { readonly kind: 'close-channel'; readonly relid: number }
  | { readonly kind: 'relid-released'; readonly relid: number }
  | { readonly kind: 'unload' }
  /** Inside an open primary channel: the driver asks for this many sub-channels (R9). */
  | { readonly kind: 'create-sub-channels'; readonly relid: number; readonly count: number }
  /** Inside an open NIC channel: netvsc can take a VF now (VPCI-6, R10). */
  | { readonly kind: 'ready-for-vf'; readonly relid: number };

/** What the host sends back (R6). */
export type HostMessage =
  | { readonly kind: 'version-response'; readonly accepted: boolean }
  | { readonly kind: 'offer-channel'; readonly offer: Offer }
  | { readonly kind: 'all-offers-delivered' }
  | { readonly kind: 'gpadl-created'; readonly relid: number; readonly succeeded: boolean }
  | { readonly kind: 'open-channel-result'; readonly relid: number; readonly succeeded: boolean }
  | { readonly kind: 'rescind-channel-offer'; readonly relid: number }
  | { readonly kind: 'unload-response' };
