import { Query } from '@nestjs/cqrs';
import type { StoredPolicy } from '../../persistence/guid-policy.repository.js';

/** Every policy. */
export class ListPoliciesQuery extends Query<readonly StoredPolicy[]> {}
