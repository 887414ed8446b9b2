import { Controller, Get, Inject, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { onVm } from '../../arm/arm-path.js';
import { EMULATOR } from '../../emulator-namespace/emulator-resource.js';
import type { VmName } from '../../persistence/vm-facts.repository.js';
import { MissingGroupInterceptor } from '../../requests/missing-group.interceptor.js';
import { PathVm } from '../../requests/path-names.js';
import { guestViewDocument, type GuestViewDocument } from '../guest-view-document.js';
import { GetGuestViewQuery } from './get-guest-view.query.js';

@Controller()
@UseInterceptors(MissingGroupInterceptor)
export class GetGuestViewController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Get(onVm(`providers/${EMULATOR}/guestView/default`))
  async get(@PathVm() vm: VmName): Promise<GuestViewDocument> {
    const { stored, guest } = await this.queries.execute(new GetGuestViewQuery(vm));
    return guestViewDocument(vm.subscriptionId, stored, guest);
  }
}
