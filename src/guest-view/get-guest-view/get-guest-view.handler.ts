import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../../errors/refusal-error.js';
import { findEmulation } from '../../persistence/emulation.repository.js';
import { GetGuestViewQuery } from './get-guest-view.query.js';

@QueryHandler(GetGuestViewQuery)
export class GetGuestViewHandler implements IQueryHandler<GetGuestViewQuery> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws `RefusalError` vm-not-found and guest-not-running. */
  async execute({ vm }: GetGuestViewQuery) {
    const stored = await findEmulation(this.database, vm);
    if (stored === undefined) throw new RefusalError(refusal('vm-not-found', `VM ${vm.vmName}`));
    const guest = stored.partition?.guest;
    if (guest === undefined) {
      throw new RefusalError(refusal('guest-not-running', `VM ${vm.vmName} is ${stored.state.kind}`));
    }
    return { stored, guest };
  }
}
