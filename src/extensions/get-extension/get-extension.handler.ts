import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../../errors/refusal-error.js';
import { findVmView } from '../../persistence/vm-view.repository.js';
import { GetExtensionQuery, type ExtensionOfVm } from './get-extension.query.js';

@QueryHandler(GetExtensionQuery)
export class GetExtensionHandler implements IQueryHandler<GetExtensionQuery> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws vm-not-found and extension-not-found. */
  async execute({ vm: { vmName, ...scope }, name }: GetExtensionQuery): Promise<ExtensionOfVm> {
    const vm = await findVmView(this.database, { ...scope, vmName });
    if (vm === undefined) throw new RefusalError(refusal('vm-not-found', `VM ${vmName}`));
    const extension = vm.extensions.find((one) => one.name.toLowerCase() === name.toLowerCase());
    if (extension !== undefined) return { vm, extension };
    throw new RefusalError(refusal('extension-not-found', `extension ${name} of VM ${vmName}`));
  }
}
