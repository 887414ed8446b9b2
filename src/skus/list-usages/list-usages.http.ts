import { Controller, Get, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { armName } from '../../arm/arm-name.js';
import { inLocation } from '../../arm/arm-path.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { ArmParam } from '../../arm/parameters.js';
import { SUBSCRIPTION_ID } from '../../requests/path-names.js';
import type { UsageDocument } from '../usage-document.js';
import { ListUsagesQuery } from './list-usages.query.js';

@Controller()
export class ListUsagesController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Covers({ does: 'Counts VMs and cores in a location against the quotas of the subscription' })
  @Get(inLocation('Microsoft.Compute', 'usages'))
  compute(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @ArmParam('location', armName('location')) location: string,
  ): Promise<{ readonly value: readonly UsageDocument[] }> {
    return this.list(new ListUsagesQuery('Microsoft.Compute', { subscriptionId, location }));
  }

  @Covers({ does: 'Counts network resources in a location against the quotas of the subscription' })
  @Get(inLocation('Microsoft.Network', 'usages'))
  network(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @ArmParam('location', armName('location')) location: string,
  ): Promise<{ readonly value: readonly UsageDocument[] }> {
    return this.list(new ListUsagesQuery('Microsoft.Network', { subscriptionId, location }));
  }

  private async list(query: ListUsagesQuery): Promise<{ readonly value: readonly UsageDocument[] }> {
    return { value: await this.queries.execute(query) };
  }
}
