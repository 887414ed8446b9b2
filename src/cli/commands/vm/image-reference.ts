import { usageError } from '../../cli-error.js';

export interface ImageReference {
  readonly publisher: string;
  readonly offer: string;
  readonly sku: string;
  readonly version: string;
}

/** Short names of platform images, as Azure's command line has them. The server says whether it has the image. */
const ALIASES = {
  Debian11: 'Debian:debian-11:11-backports-gen2',
  Debian12: 'Debian:debian-12:12-gen2',
  RHEL8: 'RedHat:RHEL:8-lvm-gen2',
  RHEL9: 'RedHat:RHEL:9-lvm-gen2',
  Ubuntu2004: 'Canonical:0001-com-ubuntu-server-focal:20_04-lts-gen2',
  Ubuntu2204: 'Canonical:0001-com-ubuntu-server-jammy:22_04-lts-gen2',
  Ubuntu2404: 'Canonical:ubuntu-24_04-lts:server',
} as const;

export const DEFAULT_IMAGE = 'Ubuntu2204';

/** Reads `publisher:offer:sku:version` (version optional, then the latest) or a short name. Throws a usage error. */
export function imageReference(text: string): ImageReference {
  const alias = Object.entries(ALIASES).find(([name]) => name.toLowerCase() === text.toLowerCase());
  const [publisher, offer, sku, version = 'latest', ...rest] = (alias?.[1] ?? text).split(':');
  if (publisher && offer && sku && version && rest.length === 0) return { publisher, offer, sku, version };
  throw usageError(
    `--image "${text}" is no image`,
    `Write it as publisher:offer:sku:version, or as one of ${Object.keys(ALIASES).join(', ')}.`,
  );
}
