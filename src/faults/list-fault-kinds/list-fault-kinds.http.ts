import { Controller, Get } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { type ArmPage, armPageOfAll, ArmPageRequest, type PageRequest } from '../../arm/page.js';
import { ArmParam, ArmRequest } from '../../arm/parameters.js';
import {
  type ArmEnvelope,
  emulatorPath,
  emulatorResource,
} from '../../emulator-namespace/emulator-resource.js';
import { SUBSCRIPTION_ID } from '../../requests/path-names.js';
import { FAULT_KIND_DOCUMENTS, type FaultKindProperties } from '../fault-kind-document.js';

/** Everything that can be armed. It comes with the product: there is nothing to ask the database. */
@Controller()
export class ListFaultKindsController {
  @Get(emulatorPath('faultKinds'))
  list(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @ArmPageRequest() page: PageRequest,
    @ArmRequest() request: FastifyRequest,
  ): ArmPage<ArmEnvelope<FaultKindProperties>> {
    const documents = FAULT_KIND_DOCUMENTS.map(({ kind, ...properties }) =>
      emulatorResource<FaultKindProperties>(subscriptionId, 'faultKinds', kind, properties),
    );
    return armPageOfAll(request, page, documents, ({ name }) => name);
  }
}
