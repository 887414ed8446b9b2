import { Command } from '@nestjs/cqrs';
import type { OccupiedHost } from '../host-document.js';

export interface FailedHost extends OccupiedHost {
  /** Operations that recover its VMs. */
  readonly operationIds: readonly string[];
}

/** Takes a host down: what ran there is gone, and its VMs are taken off it. */
export class FailHostCommand extends Command<FailedHost> {
  constructor(readonly name: string) {
    super();
  }
}
