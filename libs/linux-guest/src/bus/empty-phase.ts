import type { ObservedPhase } from './observation.js';

/** A phase of which nothing is known yet. It has every key, so that all phases have one shape. */
export function emptyPhase(): ObservedPhase {
  return {
    offers: undefined,
    after_open: undefined,
    kvp_reoffer: undefined,
    rescinds: undefined,
    released: undefined,
    hv_sock_closed: undefined,
    messages: undefined,
    warnings: undefined,
    name_conflicts: undefined,
    device_suspend_failed: undefined,
    bus: undefined,
    rc: undefined,
    waiting_for: undefined,
    bug: undefined,
    fatal: undefined,
    wait_ms: undefined,
    timed_out: undefined,
    unmatched_at_return: undefined,
    outstanding_at_return: undefined,
    close_counter_before: undefined,
    suspend_event_already_signalled: undefined,
    ignoring_offers: undefined,
    channels: undefined,
    relids: undefined,
    unmatched: undefined,
    close_counter: undefined,
    outstanding: undefined,
  };
}
