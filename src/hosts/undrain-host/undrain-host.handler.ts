import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { changeHostState, requireUp } from '../change-host-state.js';
import type { OccupiedHost } from '../host-document.js';
import { UndrainHostCommand } from './undrain-host.command.js';

@CommandHandler(UndrainHostCommand)
export class UndrainHostHandler implements ICommandHandler<UndrainHostCommand> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws `RefusalError` host-not-found and host-down. */
  execute({ name }: UndrainHostCommand): Promise<OccupiedHost> {
    return changeHostState(this.database, name, 'available', requireUp);
  }
}
