import { guestProfileNamed, type GuestProfile } from '#libs/linux-guest';

/** What a VM gets from the image it is made of. */
export interface ImageProfile {
  readonly guestProfile: GuestProfile;
  readonly osType: 'Linux' | 'Windows';
  readonly hyperVGeneration: 'V1' | 'V2';
  /** Size of the OS disk unless a larger one is asked for. Unit: GiB. */
  readonly osDiskGib: number;
  /** AZURE-8: whether the image may be used with hibernation. */
  readonly supportsHibernation: boolean;
}

/** An image as a request names it: by its place in the marketplace, or by an id. */
export interface ImageName {
  readonly publisher?: string | undefined;
  readonly offer?: string | undefined;
  readonly sku?: string | undefined;
  readonly id?: string | undefined;
}

interface ImageRule {
  readonly publisher: RegExp;
  readonly offer: RegExp;
  readonly sku?: RegExp;
  readonly profile: string;
  readonly osType?: 'Windows';
  readonly supportsHibernation?: false;
}

const DEFAULT_PROFILE = 'ubuntu-24.04';
const LINUX_DISK_GIB = 30;
const WINDOWS_DISK_GIB = 127;
const ANY = /./;

/**
 * Which guest an image stands for; the first rule that fits wins, and an image that none fits gets the default.
 * Releases without a profile of their own get the nearest kernel of the same distribution. A Windows image has
 * the default Linux guest: only Linux guests are modelled, and what an answer says of such a guest is shape.
 * Images marked so predate the releases for which Azure documents hibernation.
 */
const RULES: readonly ImageRule[] = [
  { publisher: /^canonical$/i, offer: ANY, sku: /arm64/i, profile: 'ubuntu-24.04-arm64' },
  {
    publisher: /^canonical$/i,
    offer: /^UbuntuServer$/i,
    sku: /^1[46]/,
    profile: 'ubuntu-22.04',
    supportsHibernation: false,
  },
  {
    publisher: /^canonical$/i,
    offer: /(18|20|22)[_.]04|bionic|focal|jammy|^UbuntuServer$/i,
    profile: 'ubuntu-22.04',
  },
  { publisher: /^canonical$/i, offer: ANY, profile: 'ubuntu-24.04' },
  { publisher: /^debian$/i, offer: /^debian-13/i, profile: 'debian-13' },
  { publisher: /^debian$/i, offer: /^debian-9|^debian-8/i, profile: 'debian-12', supportsHibernation: false },
  { publisher: /^debian$/i, offer: ANY, profile: 'debian-12' },
  { publisher: /fedora/i, offer: ANY, profile: 'fedora-42' },
  { publisher: /^openlogic$/i, offer: /^centos/i, profile: DEFAULT_PROFILE, supportsHibernation: false },
  {
    publisher: /^microsoft(windows(server|desktop)|visualstudio)/i,
    offer: ANY,
    profile: DEFAULT_PROFILE,
    osType: 'Windows',
  },
];

/** The guest that a VM made of this image runs. */
export function imageProfileOf({ publisher = '', offer = '', sku = '' }: ImageName): ImageProfile {
  const rule = RULES.find(
    (one) =>
      one.publisher.test(publisher) && one.offer.test(offer) && (one.sku === undefined || one.sku.test(sku)),
  );
  const osType = rule?.osType ?? 'Linux';
  return {
    guestProfile: profileNamed(rule?.profile ?? DEFAULT_PROFILE),
    osType,
    hyperVGeneration: /gen1/i.test(sku) ? 'V1' : 'V2',
    osDiskGib: osType === 'Windows' ? WINDOWS_DISK_GIB : LINUX_DISK_GIB,
    supportsHibernation: rule?.supportsHibernation ?? true,
  };
}

/** A managed image made by a user, as opposed to a version in a gallery (AZURE-13). */
export function isManagedImage({ id }: ImageName): boolean {
  return id !== undefined && /\/providers\/Microsoft\.Compute\/images\/[^/]+$/i.test(id);
}

function profileNamed(name: string): GuestProfile {
  const profile = guestProfileNamed(name);
  if (profile === undefined) throw new Error(`no guest profile is called ${name}`);
  return profile;
}
