import type { GuestProfile } from '#libs/linux-guest';
import type { HibernationExclusion, PlacementWish } from '#libs/vm-operations';
import type { ArmName } from '../persistence/vm-parts.repository.js';

/** A disk that a VM gets: one that exists, or a new one made for it. */
export type WantedDisk =
  | {
      readonly kind: 'existing';
      readonly disk: ArmName;
      /** What the caller takes its size to be; a VM does not change the size of a disk. */
      readonly sizeGib?: number;
    }
  | {
      readonly kind: 'new';
      /** Absent: a name is made up. */
      readonly name?: string;
      readonly sku: string;
      readonly sizeGib: number;
      readonly supportsHibernation: boolean;
      /** Members of the disk's ARM document that are only shown again. */
      readonly properties?: Readonly<Record<string, unknown>>;
    };

export interface WantedDataDisk {
  readonly lun: number;
  readonly disk: WantedDisk;
}

/** What a caller wants a VM to be: fronts translate their bodies to this, and rules look at nothing else. */
export interface WantedVm {
  readonly location: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly size: string;
  readonly hibernationEnabled: boolean;
  readonly exclusions: readonly HibernationExclusion[];
  /** The definition in a gallery that the image is a version of, by `gallery/definition`. */
  readonly galleryImage?: ArmName;
  readonly osDisk: WantedDisk;
  readonly dataDisks: readonly WantedDataDisk[];
  /** The primary first. */
  readonly nics: readonly ArmName[];
  readonly profile: GuestProfile;
  readonly placement: PlacementWish;
  /** In base64. */
  readonly userData?: string;
  /** Members of the ARM document that are kept to be shown again and decide nothing. Never a password. */
  readonly echoed: Readonly<Record<string, unknown>>;
}
