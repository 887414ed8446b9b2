import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { parseGuidPolicy, type PolicyIssue } from '#libs/guid-policy';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../../errors/refusal-error.js';
import {
  insertPolicy,
  replacePolicy,
  type PolicyDocument,
} from '../../persistence/guid-policy.repository.js';
import { requirePolicy } from '../require-policy.js';
import { type PutPolicy, PutPolicyCommand } from './put-policy.command.js';

@CommandHandler(PutPolicyCommand)
export class PutPolicyHandler implements ICommandHandler<PutPolicyCommand> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws `RefusalError` policy-invalid with a detail per fault (TORPOR-15), and policy-in-use for a built-in one. */
  async execute({ name, document: given }: PutPolicyCommand): Promise<PutPolicy> {
    const document = checkedDocument(name, given);
    return this.database.transaction(async (sql) => {
      const isNew = await insertPolicy(sql, { name, isBuiltIn: false, document });
      if (!isNew) {
        const before = await requirePolicy(sql, name, true);
        if (before.isBuiltIn)
          throw new RefusalError(refusal('policy-in-use', `policy ${before.name} is built in`));
        await replacePolicy(sql, { name, isBuiltIn: false, document });
      }
      return { policy: await requirePolicy(sql, name), isNew };
    });
  }
}

function checkedDocument(name: string, given: Readonly<Record<string, unknown>>): PolicyDocument {
  if ('name' in given)
    throw invalid(name, [{ path: 'name', message: 'is given by the path and not a member' }]);
  const parsed = parseGuidPolicy({ ...given, name });
  if (parsed.kind === 'invalid') throw invalid(name, parsed.issues);
  const { name: _inPath, ...document } = parsed.policy;
  return document;
}

function invalid(name: string, issues: readonly PolicyIssue[]): RefusalError {
  const refusals = issues.map(({ path, message }) => {
    const target = path === '' ? 'properties' : `properties.${path}`;
    return refusal('policy-invalid', `${target}: ${message}`, { target });
  });
  const [first = refusal('policy-invalid', `policy ${name}`)] = refusals;
  return new RefusalError(first, refusals);
}
