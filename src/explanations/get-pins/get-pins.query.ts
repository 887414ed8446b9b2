import { Query } from '@nestjs/cqrs';
import type { Pin } from '#libs/explanation';
import type { VmName } from '../../persistence/vm-facts.repository.js';
import type { PinSource } from '../pinning-of-vm.js';

/** What custom scripting must pin for a VM (MOVE-13). */
export interface PinsOfVm {
  /** Names of group and VM as they were when these were made (ARM-4). */
  readonly groupName: string;
  readonly vmName: string;
  readonly policyInForce: string;
  readonly source: PinSource;
  readonly pins: readonly Pin[];
}

export class GetPinsQuery extends Query<PinsOfVm> {
  constructor(readonly vm: VmName) {
    super();
  }
}
