import { bindDeferred } from './channel-changes.js';
import { driverFor } from './driver-binding.js';
import type { GuestProfile } from './guest-profile.js';
import type { RunningGuest } from './guest-state.js';

/**
 * The same running Linux after somebody has unbound devices, or loaded drivers, until bindings are what `profile` says:
 * a device that changes hands is closed, and opened by its new driver. What a boot would mend besides stays as it is.
 */
export function rebindDrivers(guest: RunningGuest, profile: GuestProfile): RunningGuest {
  const channels = guest.channels.map((channel) => {
    if (channel.driver === driverFor(profile, channel.slot)) return channel;
    const { driver: _before, ...unbound } = channel;
    return { ...unbound, isOpen: false, subChannelRelids: [] };
  });
  return bindDeferred({ ...guest, profile, channels });
}
