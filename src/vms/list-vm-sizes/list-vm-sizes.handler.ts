import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { refusal } from '#libs/refusal';
import type { Catalogue } from '../../catalogue/load-catalogue.js';
import { RefusalError } from '../../errors/refusal-error.js';
import { CATALOGUE } from '../../operations/tokens.js';
import { findVmView } from '../../persistence/vm-view.repository.js';
import { vmSizeDocument, type VmSizeDocument } from '../vm-size-document.js';
import { ListVmSizesQuery } from './list-vm-sizes.query.js';

@QueryHandler(ListVmSizesQuery)
export class ListVmSizesHandler implements IQueryHandler<ListVmSizesQuery> {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(CATALOGUE) private readonly catalogue: Catalogue,
  ) {}

  /** Throws vm-not-found. */
  async execute({ vm }: ListVmSizesQuery): Promise<readonly VmSizeDocument[]> {
    const found = await findVmView(this.database, vm);
    if (found === undefined) throw new RefusalError(refusal('vm-not-found', `VM ${vm.vmName}`));
    const dataDisks = found.disks.length - 1;
    return this.catalogue.sizes
      .inRegion(found.location)
      .filter(({ maxNics, maxDataDisks }) => found.nics.length <= maxNics && dataDisks <= maxDataDisks)
      .map(vmSizeDocument);
  }
}
