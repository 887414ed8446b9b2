import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { findPublicAddresses, findSubnetPrefixes } from '../../persistence/instance-metadata.repository.js';
import { findNic } from '../../persistence/network-interface.repository.js';
import { guestBehind } from '../guest-behind.js';
import { instanceDocument } from '../instance-document.js';
import { GetInstanceQuery } from './get-instance.query.js';

@QueryHandler(GetInstanceQuery)
export class GetInstanceHandler implements IQueryHandler<GetInstanceQuery> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws `MetadataError`. */
  async execute({ key }: GetInstanceQuery) {
    const vm = await guestBehind(this.database, key);
    const nics = await Promise.all(vm.nics.map((name) => findNic(this.database, name)));
    return instanceDocument({
      vm,
      nics: nics.filter((nic) => nic !== undefined),
      subnetPrefixes: await findSubnetPrefixes(this.database, vm.id),
      publicAddresses: await findPublicAddresses(this.database, vm.id),
    });
  }
}
