import { Controller, Get, Inject, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { onVm } from '../../arm/arm-path.js';
import { Covers } from '../../arm/openapi/coverage.js';
import type { VmName } from '../../persistence/vm-facts.repository.js';
import { MissingGroupInterceptor } from '../../requests/missing-group.interceptor.js';
import { PathVm } from '../../requests/path-names.js';
import type { VmSizeDocument } from '../vm-size-document.js';
import { ListVmSizesQuery } from './list-vm-sizes.query.js';

@Controller()
@UseInterceptors(MissingGroupInterceptor)
export class ListVmSizesController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Covers({ does: 'Lists the sizes of the location that have room for the NICs and data disks of a VM' })
  @Get(onVm('vmSizes'))
  async list(@PathVm() vm: VmName): Promise<{ readonly value: readonly VmSizeDocument[] }> {
    return { value: await this.queries.execute(new ListVmSizesQuery(vm)) };
  }
}
