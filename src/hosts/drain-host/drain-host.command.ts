import { Command } from '@nestjs/cqrs';
import type { OccupiedHost } from '../host-document.js';

/** Lets a host run what it has and take nothing new. */
export class DrainHostCommand extends Command<OccupiedHost> {
  constructor(readonly name: string) {
    super();
  }
}
