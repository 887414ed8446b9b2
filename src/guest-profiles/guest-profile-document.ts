import type { GuestProfile } from '#libs/linux-guest';
import { type ArmEnvelope, emulatorResource } from '../emulator-namespace/emulator-resource.js';
import type { StoredProfile } from '../persistence/guest-profile.repository.js';

export type GuestProfileDocument = ArmEnvelope<Omit<GuestProfile, 'name'> & { readonly isBuiltIn: boolean }>;

export function guestProfileDocument(
  subscriptionId: string,
  { profile: { name, ...members }, isBuiltIn }: StoredProfile,
): GuestProfileDocument {
  return emulatorResource(subscriptionId, 'guestProfiles', name, { ...members, isBuiltIn });
}
