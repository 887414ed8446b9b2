import type { BusChannel } from './bus-channel.js';
import type { BusConnection } from './bus-connection.js';
import { bindDriver, resumeDevice, suspendDevice } from './driver-model.js';
import { resumeBus, type BusResumeResult } from './resume-bus.js';
import { suspendBus, type BusSuspendResult } from './suspend-bus.js';
import type { Timeline } from './timeline.js';

/**
 * The power-management core's part (R18, R24, R25): devices in reverse order of registration, one millisecond each,
 * then the bus; on the way up the bus, then devices in order. Drivers bind to new devices when a transition is over.
 */

/** How the suspend of everything went. A device that refuses keeps the bus from being called. */
export type SuspendTransition =
  | {
      readonly kind: 'bus-called';
      readonly bus: BusSuspendResult;
      /** Sub-channels and sockets still to be closed, around the call. */
      readonly toClose: { readonly before: number; readonly after: number };
    }
  | { readonly kind: 'bus-not-called'; readonly device: number; readonly rc: number };

/** Time that the suspend or the resume of one device takes, ms. */
const DEVICE_MS = 1;

/** The function of freeze and poweroff alike (DEVICES-13). On failure everything suspended is resumed (R25). */
export function suspendAll(bus: BusConnection, timeline: Timeline): SuspendTransition {
  bus.blocksProbing = true;
  // Devices come and go on the way; one that appears now has no driver, and nothing to suspend.
  const devices = bus.registered.slice();
  for (let at = devices.length - 1; at >= 0; at--) {
    const channel = devices[at]!;
    timeline.advanceTo(bus, timeline.nowMs + DEVICE_MS);
    if (!channel.isRegistered) continue;
    const rc = suspendDevice(bus, channel);
    if (rc !== 0) {
      resumeDevices(bus, timeline, devices.slice(at + 1));
      return { kind: 'bus-not-called', device: channel.device!.device, rc };
    }
  }
  timeline.handleDue(bus);
  const before = bus.toClose;
  const result = suspendBus(bus, timeline);
  const toClose = { before, after: bus.toClose };
  // R48: the bus itself is not resumed, and goes on ignoring offers.
  if (result.kind === 'returned' && result.rc !== 0) resumeDevices(bus, timeline, bus.registered.slice());
  return { kind: 'bus-called', bus: result, toClose };
}

/** The function of thaw and restore alike (DEVICES-13). An error of the bus does not keep devices from trying (R44). */
export function resumeAll(
  bus: BusConnection,
  timeline: Timeline,
  afterBus: (result: BusResumeResult) => void,
): void {
  afterBus(resumeBus(bus, timeline));
  resumeDevices(bus, timeline, bus.registered.slice());
}

/** Resumes these devices in order; then the transition is over and probing is allowed again (R24). */
function resumeDevices(bus: BusConnection, timeline: Timeline, channels: readonly BusChannel[]): void {
  timeline.handleDue(bus);
  for (const channel of channels) {
    timeline.advanceTo(bus, timeline.nowMs + DEVICE_MS);
    if (channel.isRegistered) resumeDevice(channel);
  }
  bus.blocksProbing = false;
  for (const channel of bus.registered) bindDriver(bus, channel);
}
