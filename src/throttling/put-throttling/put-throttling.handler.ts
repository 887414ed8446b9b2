import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import type { ThrottleSetting } from '#libs/throttling';
import { writeThrottling } from '../../persistence/throttling.repository.js';
import { PutThrottlingCommand } from './put-throttling.command.js';

@CommandHandler(PutThrottlingCommand)
export class PutThrottlingHandler implements ICommandHandler<PutThrottlingCommand> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  async execute({ setting }: PutThrottlingCommand): Promise<ThrottleSetting> {
    await this.database.transaction((sql) => writeThrottling(sql, setting));
    return setting;
  }
}
