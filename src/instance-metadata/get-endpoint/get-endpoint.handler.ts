import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../../errors/refusal-error.js';
import { findVmView } from '../../persistence/vm-view.repository.js';
import { metadataKey } from '../metadata-key.js';
import { GetEndpointQuery } from './get-endpoint.query.js';

@QueryHandler(GetEndpointQuery)
export class GetEndpointHandler implements IQueryHandler<GetEndpointQuery> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws `RefusalError` vm-not-found. */
  async execute({ vm: name }: GetEndpointQuery) {
    const vm = await findVmView(this.database, name);
    if (vm === undefined) throw new RefusalError(refusal('vm-not-found', `VM ${name.vmName}`));
    const { subscriptionId, groupName } = vm;
    return {
      vm: { subscriptionId, groupName, vmName: vm.name },
      key: await metadataKey(this.database, vm.id),
    };
  }
}
