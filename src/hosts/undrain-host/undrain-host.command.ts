import { Command } from '@nestjs/cqrs';
import type { OccupiedHost } from '../host-document.js';

/** Lets a host take VMs again. */
export class UndrainHostCommand extends Command<OccupiedHost> {
  constructor(readonly name: string) {
    super();
  }
}
