import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { activatePolicy, type StoredPolicy } from '../../persistence/guid-policy.repository.js';
import { requirePolicy } from '../require-policy.js';
import { ActivatePolicyCommand } from './activate-policy.command.js';

@CommandHandler(ActivatePolicyCommand)
export class ActivatePolicyHandler implements ICommandHandler<ActivatePolicyCommand> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws `RefusalError` policy-not-found. */
  execute({ name }: ActivatePolicyCommand): Promise<StoredPolicy> {
    return this.database.transaction(async (sql) => {
      // Locked against a deletion at the same time.
      const policy = await requirePolicy(sql, name, true);
      await activatePolicy(sql, policy.name);
      return { ...policy, isActive: true };
    });
  }
}
