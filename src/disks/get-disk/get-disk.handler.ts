import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import type { Catalogue } from '../../catalogue/load-catalogue.js';
import { CATALOGUE } from '../../operations/tokens.js';
import { findDisk } from '../../persistence/disk.repository.js';
import { diskDocument, type DiskDocument } from '../disk-document.js';
import { diskNotFound } from '../disk-not-found.js';
import { GetDiskQuery } from './get-disk.query.js';

@QueryHandler(GetDiskQuery)
export class GetDiskHandler implements IQueryHandler<GetDiskQuery> {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(CATALOGUE) private readonly catalogue: Catalogue,
  ) {}

  /** Throws disk-not-found. */
  async execute({ name }: GetDiskQuery): Promise<DiskDocument> {
    const disk = await findDisk(this.database, name);
    if (disk === undefined) throw diskNotFound(name);
    return diskDocument(disk, this.catalogue.disks.diskTier(disk.sku, disk.sizeGib));
  }
}
