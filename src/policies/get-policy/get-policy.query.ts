import { Query } from '@nestjs/cqrs';
import type { StoredPolicy } from '../../persistence/guid-policy.repository.js';

/** One policy, by its name in any letter case. */
export class GetPolicyQuery extends Query<StoredPolicy> {
  constructor(readonly name: string) {
    super();
  }
}
