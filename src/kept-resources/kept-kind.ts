import type { ZodType } from 'zod';
import type { ArmNameKind } from '../arm/arm-name.js';
import type { KeptContent, KeptName, KeptRow } from '../persistence/kept-resource.repository.js';
import type { Sql } from '../persistence/sql.js';

/** The body of a PUT after its schema: read-only members are gone, or stay in `properties` until they are shown. */
export interface KeptBody {
  readonly location: string;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  readonly properties?: Readonly<Record<string, unknown>> | undefined;
  readonly [member: string]: unknown;
}

/** The body of a PATCH: what is named changes, member by member. */
export type KeptPatch = Partial<KeptBody>;

/** A change of a resource that is about to be made. */
export interface KeptChange {
  readonly name: KeptName;
  /** Absent: the resource is new. */
  readonly before?: KeptRow;
  readonly wanted: KeptContent;
}

export interface KeptDocument {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly location: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly etag?: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly [member: string]: unknown;
}

/**
 * A type of resource that is kept and shown. What all types have in common is written once (the use cases of this
 * folder); this says what is special about one.
 */
export interface KeptKind {
  /** Canonical, with the types of its parents: `Microsoft.Compute/galleries/images`. */
  readonly type: string;
  /** What the type is called in messages. */
  readonly title: string;
  /** Patterns of the names in its path, the outermost first. */
  readonly nameKinds: readonly [ArmNameKind, ...ArmNameKind[]];
  readonly body: ZodType<KeptBody>;
  readonly patch: ZodType<KeptPatch>;
  /**
   * How a change is answered: as `Microsoft.Network` does, with an operation; as disks are, by 202 (ARM-10); or
   * at once, by 201 and 200, or always by 200, where clients take nothing else.
   */
  readonly answer: 'network' | 'disk' | 'at-once' | 'always-200';
  /** Whether all resources of a subscription can be listed. */
  readonly isListedInSubscription: boolean;
  /** Members of `properties` that answers compute; they are taken and dropped. */
  readonly readOnly: readonly string[];
  /** Members that are taken and have no effect, by dotted path; the warning header names those that are given. */
  readonly ignored: readonly string[];
  /** What comes of writing one, for the end of a sentence: `it is kept and shown`. */
  readonly does: string;
  /** Completes and checks what is wanted. Throws `RefusalError`. */
  readonly prepare?: (sql: Sql, change: KeptChange) => Promise<KeptContent> | KeptContent;
  /** What else a write means, in the same transaction. Throws `RefusalError`. */
  readonly written?: (sql: Sql, kept: KeptRow) => Promise<void>;
  /** Throws `RefusalError` for a resource that cannot go. */
  readonly deleting?: (sql: Sql, kept: KeptRow) => Promise<void>;
  /** Documents of resources; the default shows what is kept. */
  readonly documents?: (sql: Sql, kept: readonly KeptRow[]) => Promise<readonly KeptDocument[]>;
}
