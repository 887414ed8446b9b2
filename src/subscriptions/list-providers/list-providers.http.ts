import { Controller, Get } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { SUBSCRIPTION_PATH } from '../../arm/arm-path.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { type ArmPage, armPageOfAll, ArmPageRequest, type PageRequest } from '../../arm/page.js';
import { ArmParam, ArmRequest } from '../../arm/parameters.js';
import { type ProviderDocument, providerDocuments } from '../resource-providers.js';

@Controller()
export class ListProvidersController {
  @Covers({ does: 'Lists the resource providers, in pages' })
  @Get(`${SUBSCRIPTION_PATH}/providers`)
  list(
    @ArmParam('subscriptionId') subscriptionId: string,
    @ArmRequest() request: FastifyRequest,
    @ArmPageRequest() page: PageRequest,
  ): ArmPage<ProviderDocument> {
    return armPageOfAll(request, page, providerDocuments(subscriptionId), ({ namespace }) => namespace);
  }
}
