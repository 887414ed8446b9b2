import { Command } from '@nestjs/cqrs';
import type { NewHost } from '../../persistence/host.repository.js';
import type { OccupiedHost } from '../host-document.js';

export interface RegisteredHost extends OccupiedHost {
  readonly isNew: boolean;
}

/** Adds a host, or changes one that is there as far as its VMs allow. */
export class RegisterHostCommand extends Command<RegisteredHost> {
  constructor(readonly wanted: NewHost) {
    super();
  }
}
