import { INVALID_RELID } from './bus-channel.js';
import type { BusConnection } from './bus-connection.js';
import type { Timeline } from './timeline.js';

/**
 * The suspend of the bus (R28). Source: `vmbus_bus_suspend`, drivers/hv/vmbus_drv.c.
 * - `returned`: with 0, or -16 (EBUSY) after an incomplete resume in era A (R46)
 * - `never-returns`: a wait without limit that nothing can end (R29)
 */
export type BusSuspendResult =
  | { readonly kind: 'returned'; readonly rc: 0 | -16; readonly eventWasSignalled: boolean }
  | { readonly kind: 'never-returns'; readonly waitingFor: 'ready_for_suspend_event' | 'msleep' };

export function suspendBus(bus: BusConnection, timeline: Timeline): BusSuspendResult {
  bus.ignoresOffers = true;
  timeline.handleDue(bus);
  // R11: an offer that stays in progress keeps a rescind in its queue, and the queue cannot be drained.
  if (!bus.rescindWork.isEmpty) return { kind: 'never-returns', waitingFor: 'msleep' };
  for (const channel of bus.channels) {
    if (channel.isHvSock) bus.work.push({ kind: 'rescind', relid: channel.relid });
  }
  let eventWasSignalled = false;
  if (bus.toClose > 0) {
    eventWasSignalled = bus.readyForSuspend > 0;
    // A signal left over from earlier ends the wait at once, before the forced rescinds have been handled.
    if (!eventWasSignalled) waitForClosing(bus, timeline);
    if (bus.readyForSuspend === 0) return { kind: 'never-returns', waitingFor: 'ready_for_suspend_event' };
    bus.readyForSuspend--;
  }
  if (bus.toFixUp !== 0) {
    bus.log.message('previous_resume_incomplete');
    return { kind: 'returned', rc: -16, eventWasSignalled };
  }
  invalidateRelids(bus);
  // R15: one that is gone already, because a resume was refused, is not unloaded again.
  if (bus.isConnected) bus.host.unload();
  bus.isConnected = false;
  // What is still queued finds the connection gone.
  timeline.handleDue(bus);
  bus.readyForResume = 0;
  return { kind: 'returned', rc: 0, eventWasSignalled };
}

/** Until the last sub-channel or socket is gone; without limit, so that it ends when nothing can happen any more. */
function waitForClosing(bus: BusConnection, timeline: Timeline): void {
  timeline.handleDue(bus);
  while (bus.readyForSuspend === 0) {
    const next = timeline.nextAtMs();
    if (next === undefined) return;
    timeline.advanceTo(bus, next);
  }
}

/** R28 step 6: from here on a channel is known by its identity alone. */
function invalidateRelids(bus: BusConnection): void {
  for (const channel of bus.channels) {
    bus.unmap(channel);
    channel.relid = INVALID_RELID;
    if (channel.isHvSock) {
      if (!channel.isRescinded) {
        bus.log.message('hv_sock_not_rescinded');
        bus.log.warning('hv_sock_not_rescinded');
      }
      continue;
    }
    for (let left = channel.subChannels.length; left > 0; left--) {
      bus.log.message('sub_channel_not_deleted');
      bus.log.warning('sub_channel_not_deleted');
    }
    if (bus.era === 'A') bus.toFixUp++;
  }
}
