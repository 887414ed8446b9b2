import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import type { Catalogue } from '../../catalogue/load-catalogue.js';
import { CATALOGUE } from '../../operations/tokens.js';
import { countResources, countVmsBySize } from '../../persistence/usage.repository.js';
import { computeUsages, networkUsages, type UsageDocument } from '../usage-document.js';
import { ListUsagesQuery } from './list-usages.query.js';

@QueryHandler(ListUsagesQuery)
export class ListUsagesHandler implements IQueryHandler<ListUsagesQuery> {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(CATALOGUE) private readonly catalogue: Catalogue,
  ) {}

  async execute({ provider, place }: ListUsagesQuery): Promise<readonly UsageDocument[]> {
    const resources = await countResources(this.database, place);
    if (provider === 'Microsoft.Network') return networkUsages(resources);
    const vms = await countVmsBySize(this.database, place);
    return computeUsages(this.catalogue.sizes, place.location, vms, resources);
  }
}
