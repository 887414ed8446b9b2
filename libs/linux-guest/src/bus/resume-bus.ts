import { ALL_OFFERS_WAIT_MS, UNMATCHED_OFFER_WAIT_MS } from '#libs/resume-matching';
import { INVALID_RELID } from './bus-channel.js';
import type { BusConnection } from './bus-connection.js';
import type { Timeline } from './timeline.js';

/** How the resume of the bus went (R40): 0, or -111 (ECONNREFUSED) when the host refused the version (R14). */
export interface BusResumeResult {
  readonly rc: 0 | -111;
  readonly waitMs: number;
  readonly timedOut: boolean;
}

/** Source: `vmbus_bus_resume`, drivers/hv/vmbus_drv.c. `allOffersDeliveredMs`: when the host says so; era B only. */
export function resumeBus(bus: BusConnection, timeline: Timeline, allOffersDeliveredMs = 0): BusResumeResult {
  bus.ignoresOffers = false;
  if (!bus.host.acceptsVersion()) return { rc: -111, waitMs: 0, timedOut: false };
  bus.isConnected = true;
  if (bus.era === 'A' && bus.toFixUp === 0) bus.log.warning('resume_with_nothing_to_fix_up');
  const askedAtMs = timeline.nowMs;
  bus.host.requestOffers();
  const timedOut =
    bus.era === 'A'
      ? !waitForChannels(bus, timeline)
      : !waitForAllOffers(bus, timeline, allOffersDeliveredMs);
  bus.readyForSuspend = 0;
  return { rc: 0, waitMs: timeline.nowMs - askedAtMs, timedOut };
}

/** Era A: until the count of channels to fix up reaches 0, 10 s at most. */
function waitForChannels(bus: BusConnection, timeline: Timeline): boolean {
  const deadlineMs = timeline.nowMs + UNMATCHED_OFFER_WAIT_MS;
  timeline.handleDue(bus);
  while (bus.readyForResume === 0) {
    const next = timeline.nextAtMs();
    if (next === undefined || next > deadlineMs) {
      timeline.advanceTo(bus, deadlineMs);
      bus.log.message('device_missing_after_wait');
      return false;
    }
    timeline.advanceTo(bus, next);
  }
  bus.readyForResume--;
  return true;
}

/** Era B: until the host says that all offers are delivered, 60 s at most; then what is absent is logged. */
function waitForAllOffers(bus: BusConnection, timeline: Timeline, deliveredMs: number): boolean {
  const isInTime = deliveredMs <= ALL_OFFERS_WAIT_MS;
  timeline.advanceTo(bus, timeline.nowMs + (isInTime ? deliveredMs : ALL_OFFERS_WAIT_MS));
  for (const channel of bus.channels) {
    if (channel.relid === INVALID_RELID && !channel.isHvSock) bus.log.message('channel_absent_after_resume');
  }
  return isInTime;
}
