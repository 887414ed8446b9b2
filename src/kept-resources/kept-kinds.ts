import type { KeptKind } from './kept-kind.js';
import { GALLERY, GALLERY_IMAGE, GALLERY_IMAGE_VERSION, MANAGED_IMAGE } from './types/image-kinds.js';
import {
  AVAILABILITY_SET,
  CAPACITY_RESERVATION,
  CAPACITY_RESERVATION_GROUP,
  DEDICATED_HOST,
  HOST_GROUP,
  PROXIMITY_PLACEMENT_GROUP,
} from './types/placement-kinds.js';
import { SSH_PUBLIC_KEY } from './types/ssh-key-kind.js';

/** Types that have no folder of their own: to keep and to show them is all there is. */
export const KEPT_KINDS: readonly KeptKind[] = [
  AVAILABILITY_SET,
  PROXIMITY_PLACEMENT_GROUP,
  SSH_PUBLIC_KEY,
  MANAGED_IMAGE,
  GALLERY,
  GALLERY_IMAGE,
  GALLERY_IMAGE_VERSION,
  CAPACITY_RESERVATION_GROUP,
  CAPACITY_RESERVATION,
  HOST_GROUP,
  DEDICATED_HOST,
];
