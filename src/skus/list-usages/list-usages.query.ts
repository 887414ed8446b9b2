import { Query } from '@nestjs/cqrs';
import type { UsagePlace } from '../../persistence/usage.repository.js';
import type { UsageDocument } from '../usage-document.js';

/** How much of the quotas of a provider is used in a location. */
export class ListUsagesQuery extends Query<readonly UsageDocument[]> {
  constructor(
    readonly provider: 'Microsoft.Compute' | 'Microsoft.Network',
    readonly place: UsagePlace,
  ) {
    super();
  }
}
