import { Query } from '@nestjs/cqrs';
import type { PreflightReport } from '#libs/preflight';
import type { VmDescription } from '../description/description-schema.js';
import type { WantedTarget } from '../preflight-target.js';

/** The same for a VM that is only described. */
export class PreflightDescriptionQuery extends Query<PreflightReport> {
  constructor(
    readonly description: VmDescription,
    readonly target: WantedTarget,
  ) {
    super();
  }
}
