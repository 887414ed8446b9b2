import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource, type EntityManager } from 'typeorm';
import { refusal, type Refusal } from '#libs/refusal';
import { RefusalError } from '../../errors/refusal-error.js';
import {
  deletePolicy,
  findPolicy,
  vmsUnderPolicy,
  type StoredPolicy,
} from '../../persistence/guid-policy.repository.js';
import { DeletePolicyCommand } from './delete-policy.command.js';

/** VMs that a refusal names. */
const MAX_NAMED = 5;

@CommandHandler(DeletePolicyCommand)
export class DeletePolicyHandler implements ICommandHandler<DeletePolicyCommand> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws `RefusalError` policy-in-use. */
  execute({ name }: DeletePolicyCommand): Promise<boolean> {
    return this.database.transaction(async (sql) => {
      const policy = await findPolicy(sql, name, true);
      if (policy === undefined) return false;
      const against = await useRefusal(sql, policy);
      if (against !== undefined) throw new RefusalError(against);
      await deletePolicy(sql, policy.name);
      return true;
    });
  }
}

async function useRefusal(sql: EntityManager, policy: StoredPolicy): Promise<Refusal | undefined> {
  const { name, isBuiltIn, isActive } = policy;
  if (isBuiltIn) return refusal('policy-in-use', `policy ${name} is built in`);
  if (isActive) return refusal('policy-in-use', `policy ${name} is the policy of the server`);
  const vms = await vmsUnderPolicy(sql, name, MAX_NAMED);
  return vms.length === 0
    ? undefined
    : refusal('policy-in-use', `policy ${name} is set for VMs: ${vms.join(', ')}`);
}
