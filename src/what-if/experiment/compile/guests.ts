import { GUEST_PROFILES, type GuestProfile } from '#libs/linux-guest';
import type { Mix } from '#libs/what-if';
import type { GuestsDocument } from '../schema/guests-schema.js';
import { known, type Compiling } from './compiling.js';

export const DEFAULT_IMAGE = 'ubuntu-24.04';

/** Built-in guest profiles and those of the experiment, by name. */
export function profilesOf(
  document: GuestsDocument | undefined,
  { faults }: Compiling,
): ReadonlyMap<string, GuestProfile> {
  const profiles = new Map(GUEST_PROFILES.map((profile) => [profile.name, profile]));
  for (const [name, { extends: extended = DEFAULT_IMAGE, ...own }] of Object.entries(
    document?.profiles ?? {},
  )) {
    const basis = profiles.get(extended);
    if (basis === undefined) {
      faults.add(['guests', 'profiles', name, 'extends'], `there is no guest profile ${extended} before it`);
    }
    const changes = Object.entries(own).filter(([, value]) => value !== undefined);
    const changed = { ...(basis ?? profiles.get(DEFAULT_IMAGE)!), ...Object.fromEntries(changes) };
    profiles.set(name, { ...changed, name });
  }
  return profiles;
}

/** The images of a scenario, each with each kernel. */
export function compileImages(
  document: GuestsDocument | undefined,
  profiles: ReadonlyMap<string, GuestProfile>,
  { faults }: Compiling,
): Mix<GuestProfile> {
  const images = known(
    document?.images ?? [{ weight: 1, value: DEFAULT_IMAGE }],
    (name) => profiles.get(name),
    (name) => faults.add(['guests', 'images', name], 'there is no such guest profile'),
  );
  const { kernels } = document ?? {};
  if (kernels === undefined) return images;
  return images.flatMap((image) =>
    kernels.map(({ weight, value: kernelVersion }) => ({
      weight: image.weight * weight,
      value: { ...image.value, name: `${image.value.name} with ${kernelVersion}`, kernelVersion },
    })),
  );
}
