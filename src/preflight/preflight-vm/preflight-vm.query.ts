import { Query } from '@nestjs/cqrs';
import type { PreflightReport } from '#libs/preflight';
import type { VmName } from '../../persistence/vm-facts.repository.js';
import type { WantedTarget } from '../preflight-target.js';

/** What hibernating a VM and resuming it on a target would break. */
export class PreflightVmQuery extends Query<PreflightReport> {
  constructor(
    readonly vm: VmName,
    readonly target: WantedTarget,
  ) {
    super();
  }
}
