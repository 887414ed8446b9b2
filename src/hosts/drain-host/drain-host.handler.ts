import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { changeHostState, requireUp } from '../change-host-state.js';
import type { OccupiedHost } from '../host-document.js';
import { DrainHostCommand } from './drain-host.command.js';

@CommandHandler(DrainHostCommand)
export class DrainHostHandler implements ICommandHandler<DrainHostCommand> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws `RefusalError` host-not-found and host-down. */
  execute({ name }: DrainHostCommand): Promise<OccupiedHost> {
    return changeHostState(this.database, name, 'draining', requireUp);
  }
}
