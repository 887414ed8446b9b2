import type { ArmName } from '../persistence/vm-parts.repository.js';

/** What a new disk is filled with. `shown` are further members of `creationData`. */
export type DiskSource =
  | { readonly kind: 'empty'; readonly shown: Readonly<Record<string, unknown>> }
  | { readonly kind: 'image'; readonly shown: Readonly<Record<string, unknown>> }
  /** Bytes that clients would bring; there is nowhere to bring them. */
  | { readonly kind: 'import' | 'upload'; readonly shown: Readonly<Record<string, unknown>> }
  | { readonly kind: 'copy'; readonly shown: Readonly<Record<string, unknown>>; readonly of?: CopySource };

/** What can be copied. */
export interface CopySource extends ArmName {
  readonly type: 'disk' | 'snapshot';
}

/** Members that are absent stay as they are, or get their default when the disk is new. */
export interface DiskChange {
  readonly tags?: Readonly<Record<string, string>>;
  readonly sku?: string;
  readonly sizeGib?: number;
  readonly supportsHibernation?: boolean;
  /** Members of the ARM document that are only shown again. */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** What a caller wants a disk to be. */
export interface WantedDiskResource extends DiskChange {
  readonly location: string;
  readonly zones?: readonly string[];
  readonly source: DiskSource;
}
