import type { BusMessage, BusWarning, OfferFate } from './bus-log.js';

/** What a replay observed, in the format of the golden vectors. Absent keys mean "none", "empty" or "false". */
export type Observed = Partial<Record<PhaseName, ObservedPhase>>;

export const PHASE_NAMES = [
  'boot',
  'before_hibernation',
  'freeze',
  'thaw',
  'poweroff',
  'restore',
  'after_restore',
  'second_freeze',
  'second_restore',
] as const;
export type PhaseName = (typeof PHASE_NAMES)[number];

export interface ObservedOffer {
  /** Index in the input list; `op`: index of the operation. */
  i?: number;
  op?: number;
  o: OfferFate;
  /** Channel number, and for a sub-channel its primary's. */
  c?: number;
  of?: number;
  /** 1: something besides the relid differed. */
  chg?: 1;
  /** 1: the matched channel had a relid already. */
  again?: 1;
  /** Channels still to be fixed up afterwards; absent before the first suspend, and in era B. */
  n?: number;
  /** ms after the request for offers, if not 0. */
  t?: number;
}

export interface ObservedSubChannel {
  c: number;
  i: number;
  r: number | null;
  k: number;
  f: string;
}

export interface ObservedChannel {
  c: number;
  d: number;
  /** Class of the device object, where it differs from the channel's. */
  oc?: string;
  r: number | null;
  k: number;
  f: string;
  i?: number;
  s?: ObservedSubChannel[];
}

/** One phase. Which keys occur depends on the phase; see the README of the golden vectors. */
export interface ObservedPhase {
  offers?: ObservedOffer[];
  after_open?: ObservedOffer[];
  kvp_reoffer?: ObservedOffer[];
  channels?: ObservedChannel[];
  rescinds?: [relid: number, fate: 'handled' | 'dropped'][];
  released?: number[];
  hv_sock_closed?: number[];
  messages?: BusMessage[];
  warnings?: BusWarning[];
  bus?: 'returned' | 'not_called' | 'never_returns' | 'kernel_bug';
  rc?: number | null;
  waiting_for?: string;
  bug?: string;
  fatal?: 'never_returns';
  device_suspend_failed?: [device: number, code: number][];
  close_counter_before?: number;
  close_counter?: number;
  suspend_event_already_signalled?: true;
  outstanding?: number;
  outstanding_at_return?: number;
  ignoring_offers?: boolean;
  relids?: [relid: number, channel: number][];
  wait_ms?: number;
  timed_out?: boolean;
  unmatched?: number[];
  unmatched_at_return?: number[];
}
