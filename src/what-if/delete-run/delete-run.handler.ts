import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { deleteWhatIfRun } from '../../persistence/what-if-run.repository.js';
import { DeleteRunCommand } from './delete-run.command.js';

@CommandHandler(DeleteRunCommand)
export class DeleteRunHandler implements ICommandHandler<DeleteRunCommand> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  execute({ run }: DeleteRunCommand): Promise<boolean> {
    return deleteWhatIfRun(this.database, run);
  }
}
