import type { BusMessage, BusWarning, OfferFate } from './bus-log.js';

/**
 * What a replay observed, in the format of the golden vectors (test/fixtures/vmbus-resume/README.md). A key that is
 * absent or undefined means "none", "empty" or "false".
 */
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
  i?: number | undefined;
  o: OfferFate;
  /** Channel number, and for a sub-channel its primary's. */
  c?: number | undefined;
  of?: number | undefined;
  /** 1: something besides the relid differed. */
  chg?: 1 | undefined;
  /** 1: the matched channel had a relid already. */
  again?: 1 | undefined;
  /** Channels still to be fixed up afterwards; absent before the first suspend, and in era B. */
  n?: number | undefined;
  op?: number | undefined;
  /** ms after the request for offers, if not 0. */
  t?: number | undefined;
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
  r: number | null;
  k: number;
  f: string;
  /** Class of the device object, where it differs from the channel's. */
  oc?: string | undefined;
  i?: number | undefined;
  s?: ObservedSubChannel[] | undefined;
}

/** One phase. Which keys have a value depends on the phase; see the README of the golden vectors. */
export interface ObservedPhase {
  offers?: ObservedOffer[] | undefined;
  after_open?: ObservedOffer[] | undefined;
  kvp_reoffer?: ObservedOffer[] | undefined;
  rescinds?: [relid: number, fate: 'handled' | 'dropped'][] | undefined;
  released?: number[] | undefined;
  hv_sock_closed?: number[] | undefined;
  messages?: BusMessage[] | undefined;
  warnings?: BusWarning[] | undefined;
  name_conflicts?: string[] | undefined;
  device_suspend_failed?: [device: number, code: number][] | undefined;
  bus?: 'returned' | 'not_called' | 'never_returns' | 'kernel_bug' | undefined;
  rc?: number | null | undefined;
  waiting_for?: string | undefined;
  bug?: string | undefined;
  fatal?: 'never_returns' | undefined;
  wait_ms?: number | undefined;
  timed_out?: boolean | undefined;
  unmatched_at_return?: number[] | undefined;
  outstanding_at_return?: number | undefined;
  close_counter_before?: number | undefined;
  suspend_event_already_signalled?: true | undefined;
  ignoring_offers?: boolean | undefined;
  channels?: ObservedChannel[] | undefined;
  relids?: [relid: number, channel: number][] | undefined;
  unmatched?: number[] | undefined;
  close_counter?: number | undefined;
  outstanding?: number | undefined;
}
