import { Controller, Get, Inject, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { armName } from '../../arm/arm-name.js';
import { onVm } from '../../arm/arm-path.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { ArmParam, ArmQuery } from '../../arm/parameters.js';
import type { VmName } from '../../persistence/vm-facts.repository.js';
import { armWord } from '../../requests/arm-schemas.js';
import { MissingGroupInterceptor } from '../../requests/missing-group.interceptor.js';
import { PathVm } from '../../requests/path-names.js';
import type { ExtensionDocument } from '../extension-document.js';
import { shownExtension } from '../shown-extension.js';
import { GetExtensionQuery } from './get-extension.query.js';

const QUERY = z.object({ $expand: armWord('instanceView').optional() });

@Controller()
@UseInterceptors(MissingGroupInterceptor)
export class GetExtensionController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Covers({ does: 'Shows an extension, on request with its instance view' })
  @Get(onVm('extensions/:extensionName'))
  async get(
    @PathVm() vm: VmName,
    @ArmParam('extensionName', armName('extension')) name: string,
    @ArmQuery(QUERY) { $expand }: z.output<typeof QUERY>,
  ): Promise<ExtensionDocument> {
    const found = await this.queries.execute(new GetExtensionQuery(vm, name));
    return shownExtension(found.vm, found.extension, $expand === 'instanceView');
  }
}
