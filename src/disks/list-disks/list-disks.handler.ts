import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import type { Catalogue } from '../../catalogue/load-catalogue.js';
import { CATALOGUE } from '../../operations/tokens.js';
import { listDisks } from '../../persistence/disk.repository.js';
import { requireScope } from '../../persistence/resource-list.js';
import { diskDocument } from '../disk-document.js';
import { ListDisksQuery, type ListedDisk } from './list-disks.query.js';

@QueryHandler(ListDisksQuery)
export class ListDisksHandler implements IQueryHandler<ListDisksQuery> {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(CATALOGUE) private readonly catalogue: Catalogue,
  ) {}

  /** Throws group-not-found. */
  async execute({ scope }: ListDisksQuery): Promise<readonly ListedDisk[]> {
    await requireScope(this.database, scope);
    const { disks } = this.catalogue;
    const found = await listDisks(this.database, scope);
    return found.map((disk) => ({
      disk,
      document: diskDocument(disk, disks.diskTier(disk.sku, disk.sizeGib)),
    }));
  }
}
