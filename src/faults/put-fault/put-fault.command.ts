import { Command } from '@nestjs/cqrs';
import type { FaultSpec } from '#libs/platform-faults';
import type { FaultName } from '../../persistence/armed-fault.repository.js';
import type { FaultWithHits } from '../load-fault.js';

export interface PutFault extends FaultWithHits {
  readonly isNew: boolean;
}

/** Arms a fault; one of the same name is armed afresh, with nothing struck yet (TORPOR-25). */
export class PutFaultCommand extends Command<PutFault> {
  constructor(
    readonly fault: FaultName,
    readonly spec: FaultSpec,
  ) {
    super();
  }
}
