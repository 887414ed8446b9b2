import { SetMetadata } from '@nestjs/common';

/** How far a route does what the cloud would do. */
export interface Coverage {
  /** What comes of a request, one sentence without a full stop; where something is refused on purpose, that too. */
  readonly does: string;
  /**
   * Members of the body, or parameters, that are taken and have no effect, as dotted paths; said to the client in a
   * header (TORPOR-22).
   */
  readonly ignores?: readonly string[];
  /** `refused`: the route exists to say "no" in so many words. Default: `emulated`. */
  readonly extent?: 'emulated' | 'shape' | 'refused';
}

export const COVERAGE = 'torpor:coverage';

/** Says how far a route goes, for `docs/arm-coverage.md`. `shape`: answers in the right shape and does nothing more. */
export const Covers = (coverage: Coverage): MethodDecorator => SetMetadata(COVERAGE, coverage);
