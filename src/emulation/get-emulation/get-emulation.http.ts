import { Controller, Get, Inject, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { onVm } from '../../arm/arm-path.js';
import { EMULATOR } from '../../emulator-namespace/emulator-resource.js';
import type { VmName } from '../../persistence/vm-facts.repository.js';
import { MissingGroupInterceptor } from '../../requests/missing-group.interceptor.js';
import { PathVm } from '../../requests/path-names.js';
import { emulationDocument, type EmulationDocument } from '../emulation-document.js';
import { GetEmulationQuery } from './get-emulation.query.js';

@Controller()
@UseInterceptors(MissingGroupInterceptor)
export class GetEmulationController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Get(onVm(`providers/${EMULATOR}/emulation/default`))
  async get(@PathVm() vm: VmName): Promise<EmulationDocument> {
    return emulationDocument(vm.subscriptionId, await this.queries.execute(new GetEmulationQuery(vm)));
  }
}
