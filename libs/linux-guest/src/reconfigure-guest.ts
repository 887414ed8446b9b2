import type { GuestProfile } from './guest-profile.js';
import type { RunningGuest } from './guest-state.js';

/** What a kernel takes in when it boots; changing it is a matter for the next boot. */
export const READ_AT_BOOT = [
  'distribution',
  'kernelVersion',
  'architecture',
  'uioSlots',
  'hotAddedMib',
  'kindsWithoutDriver',
] as const satisfies readonly (keyof GuestProfile)[];

/** A running guest on which somebody has changed what can be changed while it runs: rules, swap, memory in use. */
export function reconfigureGuest(guest: RunningGuest, wanted: GuestProfile): RunningGuest {
  const atBoot = Object.fromEntries(READ_AT_BOOT.map((member) => [member, guest.profile[member]]));
  const profile: GuestProfile = { ...wanted, ...atBoot };
  return { ...guest, profile, openHvSockets: profile.openHvSockets };
}
