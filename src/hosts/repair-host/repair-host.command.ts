import { Command } from '@nestjs/cqrs';
import type { OccupiedHost } from '../host-document.js';

/** Brings a host that failed back into service, empty. */
export class RepairHostCommand extends Command<OccupiedHost> {
  constructor(readonly name: string) {
    super();
  }
}
