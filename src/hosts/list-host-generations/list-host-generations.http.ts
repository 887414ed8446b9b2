import { Controller, Get } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { HOST_GENERATIONS, type HostGeneration } from '#libs/hosts';
import { type ArmPage, armPageOfAll, ArmPageRequest, type PageRequest } from '../../arm/page.js';
import { ArmParam, ArmRequest } from '../../arm/parameters.js';
import {
  type ArmEnvelope,
  emulatorPath,
  emulatorResource,
} from '../../emulator-namespace/emulator-resource.js';
import { SUBSCRIPTION_ID } from '../../requests/path-names.js';

/** The kinds of server that a host can be of. They come with the product: there is nothing to ask the database. */
@Controller()
export class ListHostGenerationsController {
  @Get(emulatorPath('hostGenerations'))
  list(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @ArmPageRequest() page: PageRequest,
    @ArmRequest() request: FastifyRequest,
  ): ArmPage<ArmEnvelope<HostGeneration>> {
    const documents = Object.values(HOST_GENERATIONS).map((generation) =>
      emulatorResource<HostGeneration>(subscriptionId, 'hostGenerations', generation.name, generation),
    );
    return armPageOfAll(request, page, documents, ({ name }) => name);
  }
}
