import type { BusChannel, OfferOrigin } from './bus-channel.js';

/** Self-checks of the kernel that fired (`WARN_ON`). */
export type BusWarning =
  | 'matched_channel_already_had_a_relid'
  | 'relid_out_of_range_when_mapping'
  | 'relid_out_of_range_when_unmapping'
  | 'relid_out_of_range_when_looking_up'
  | 'resume_with_nothing_to_fix_up'
  | 'hv_sock_not_rescinded'
  | 'sub_channel_not_deleted';

/** What the kernel logs as error or warning. */
export type BusMessage =
  | 'device_missing_after_wait'
  | 'previous_resume_incomplete'
  | 'sub_channel_not_deleted'
  | 'hv_sock_not_rescinded'
  | 'device_registration_failed'
  | 'channel_absent_after_resume';

/** What became of an offer: see the golden vectors' README for the meaning of each. */
export type OfferFate = 'matched' | 'new' | 'sub' | 'dropped' | 'ignored';

/** What a match found: a difference besides the relid, and a channel that had a relid already. */
export interface FixUp {
  readonly changed: boolean;
  readonly again: boolean;
}

/** Somebody who wants to know what the bus does. Every call is one event, in order. */
export interface BusLog {
  offer(origin: OfferOrigin, fate: OfferFate, channel?: BusChannel, fixUp?: FixUp): void;
  rescind(relid: number, fate: 'handled' | 'dropped'): void;
  relidReleased(relid: number): void;
  hvSockClosed(channel: BusChannel): void;
  message(message: BusMessage): void;
  warning(warning: BusWarning): void;
  /** A device, or a sub-channel beneath one, could not be registered: its name is taken (R5). */
  nameConflict(channel: BusChannel): void;
}
