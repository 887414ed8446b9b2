import { READ_AT_BOOT, type GuestProfile, type RunningGuest } from '#libs/linux-guest';

export type GuestOverrides = Readonly<Partial<Omit<GuestProfile, 'name'>>>;

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
