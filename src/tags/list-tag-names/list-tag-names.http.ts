import { Controller, Get, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import { SUBSCRIPTION_PATH } from '../../arm/arm-path.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { armPageOfAll, ArmPageRequest, type ArmPage, type PageRequest } from '../../arm/page.js';
import { ArmParam, ArmRequest } from '../../arm/parameters.js';
import { SUBSCRIPTION_ID } from '../../requests/path-names.js';
import { tagNameDocuments, type TagNameDocument } from '../tag-name-documents.js';
import { ListTagNamesQuery } from './list-tag-names.query.js';

@Controller()
export class ListTagNamesController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Covers({ does: 'Counts tag names and their values over the resources of a subscription' })
  @Get(`${SUBSCRIPTION_PATH}/tagNames`)
  async list(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @ArmPageRequest() page: PageRequest,
    @ArmRequest() request: FastifyRequest,
  ): Promise<ArmPage<TagNameDocument>> {
    const counts = await this.queries.execute(new ListTagNamesQuery(subscriptionId));
    const names = tagNameDocuments(subscriptionId, counts);
    return armPageOfAll(request, page, names, ({ tagName }) => tagName.toLowerCase());
  }
}
