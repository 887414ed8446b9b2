import type { GuestProfile, RunningGuest } from '#libs/linux-guest';

/** What a kernel takes in when it boots; changing it is a matter for the next boot. */
const READ_AT_BOOT = [
  'distribution',
  'kernelVersion',
  'architecture',
  'uioSlots',
  'hotAddedMib',
  'kindsWithoutDriver',
] as const satisfies readonly (keyof GuestProfile)[];

export type GuestOverrides = Readonly<Partial<Omit<GuestProfile, 'name'>>>;

/** A running guest on which somebody has changed what can be changed while it runs: rules, swap, memory in use. */
export function reconfigureGuest(guest: RunningGuest, wanted: GuestProfile): RunningGuest {
  const atBoot = Object.fromEntries(READ_AT_BOOT.map((member) => [member, guest.profile[member]]));
  const profile: GuestProfile = { ...wanted, ...atBoot };
  return { ...guest, profile, openHvSockets: profile.openHvSockets };
}

/** Members that the running guest does not have as wanted, and will only after a boot. */
export function membersAwaitingBoot(
  guest: RunningGuest,
  wanted: GuestProfile,
): readonly (keyof GuestProfile)[] {
  return READ_AT_BOOT.filter((member) => !isSame(guest.profile[member], wanted[member]));
}

/** What a VM's own profile says otherwise than the one it is named after. */
export function overridesOf(own: GuestProfile, named: GuestProfile): GuestOverrides {
  const members = Object.keys(own) as (keyof GuestProfile)[];
  const different = members.filter((member) => member !== 'name' && !isSame(own[member], named[member]));
  return Object.fromEntries(different.map((member) => [member, own[member]]));
}

function isSame(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
