/** Why a run could not begin, or ended early. */
export type RunErrorKind =
  /** The folder holds something else than a run of this experiment. */
  | 'folder-taken'
  | 'folder-unwritable'
  /** There is no run in the folder, or no such scenario, or no such VM. */
  | 'not-found'
  /** The VMs of a listed fleet cannot be read. */
  | 'fleet-unreadable'
  | 'thread-failed'
  /** There is no Redis to share the work out over, or it lost the run. */
  | 'redis-failed';

/** What people can be told, with what to do about it. */
export class RunError extends Error {
  override readonly name = 'RunError';

  constructor(
    readonly kind: RunErrorKind,
    message: string,
    readonly told: { readonly details?: readonly string[]; readonly remedy?: string } = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
