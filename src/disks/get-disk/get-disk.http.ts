import { Controller, Get, Inject, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { inGroup } from '../../arm/arm-path.js';
import { Covers } from '../../arm/openapi/coverage.js';
import type { ArmName } from '../../persistence/vm-parts.repository.js';
import { MissingGroupInterceptor } from '../../requests/missing-group.interceptor.js';
import { PathResource } from '../../requests/path-names.js';
import type { DiskDocument } from '../disk-document.js';
import { GetDiskQuery } from './get-disk.query.js';

@Controller()
@UseInterceptors(MissingGroupInterceptor)
export class GetDiskController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Covers({ does: 'Shows a disk with its state and its VM' })
  @Get(inGroup('Microsoft.Compute', 'disks/:diskName'))
  get(@PathResource('diskName', 'disk') name: ArmName): Promise<DiskDocument> {
    return this.queries.execute(new GetDiskQuery(name));
  }
}
