/**
 * Why a template cannot be deployed. Codes are those of Azure: nearly everything is an `InvalidTemplate`.
 * Messages never hold evaluated values, which may be secret.
 */
export class TemplateFault extends Error {
  override readonly name = 'TemplateFault';

  constructor(
    message: string,
    /** The member at fault, as a dotted path in the template: `resources[0].properties.vmSize`. */
    readonly path?: string,
    /** Where in an expression, counted in characters from 1. */
    readonly position?: number,
  ) {
    super(message);
  }

  /** The same fault, with the path if it has none yet. */
  at(path: string): TemplateFault {
    return this.path === undefined ? new TemplateFault(this.message, path, this.position) : this;
  }
}

/** Runs work on a member; a fault within it names the member. */
export function within<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw error instanceof TemplateFault ? error.at(path) : error;
  }
}
