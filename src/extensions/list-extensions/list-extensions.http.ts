import { Controller, Get, Inject, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { onVm } from '../../arm/arm-path.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { ArmQuery } from '../../arm/parameters.js';
import type { VmName } from '../../persistence/vm-facts.repository.js';
import { armWord } from '../../requests/arm-schemas.js';
import { MissingGroupInterceptor } from '../../requests/missing-group.interceptor.js';
import { PathVm } from '../../requests/path-names.js';
import type { ExtensionDocument } from '../extension-document.js';
import { shownExtension } from '../shown-extension.js';
import { ListExtensionsQuery } from './list-extensions.query.js';

const QUERY = z.object({ $expand: armWord('instanceView').optional() });

@Controller()
@UseInterceptors(MissingGroupInterceptor)
export class ListExtensionsController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  /** A VM has few extensions: they come on one page. */
  @Covers({ does: 'Lists the extensions of a VM' })
  @Get(onVm('extensions'))
  async list(
    @PathVm() name: VmName,
    @ArmQuery(QUERY) { $expand }: z.output<typeof QUERY>,
  ): Promise<{ readonly value: readonly ExtensionDocument[] }> {
    const vm = await this.queries.execute(new ListExtensionsQuery(name));
    return {
      value: vm.extensions.map((extension) => shownExtension(vm, extension, $expand === 'instanceView')),
    };
  }
}
