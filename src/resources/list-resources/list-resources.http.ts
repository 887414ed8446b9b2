import { Controller, Get, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { GROUP_PATH, SUBSCRIPTION_PATH } from '../../arm/arm-path.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { armPage, ArmPageRequest, type ArmPage, type PageRequest } from '../../arm/page.js';
import { ArmParam, ArmQuery, ArmRequest } from '../../arm/parameters.js';
import type { GroupName } from '../../persistence/group.repository.js';
import { resourceKey } from '../../persistence/resource-index.repository.js';
import { PathGroup, SUBSCRIPTION_ID } from '../../requests/path-names.js';
import { EXPANDABLE, resourceDocument, type Expanded, type ResourceDocument } from '../resource-document.js';
import { parseResourceFilter } from '../resource-filter.js';
import { ListResourcesQuery } from './list-resources.query.js';

const QUERY = z.object({
  $filter: z.string().default(''),
  $expand: z
    .string()
    .default('')
    .transform((text, context): readonly Expanded[] => {
      const wanted = text.split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()]));
      return wanted.map((name) => {
        const known = EXPANDABLE.find((member) => member.toLowerCase() === name.toLowerCase());
        if (known !== undefined) return known;
        context.addIssue({
          code: 'custom',
          message: `has ${name}, which is none of ${EXPANDABLE.join(', ')}`,
        });
        return z.NEVER;
      });
    }),
});
type ListQuery = z.output<typeof QUERY>;

@Controller()
export class ListResourcesController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Covers({ does: 'Lists resources of every type in a group, filtered and in pages' })
  @Get(`${GROUP_PATH}/resources`)
  listGroup(
    @PathGroup() group: GroupName,
    @ArmQuery(QUERY) query: ListQuery,
    @ArmPageRequest() page: PageRequest,
    @ArmRequest() request: FastifyRequest,
  ): Promise<ArmPage<ResourceDocument>> {
    return this.list(request, page, query, group);
  }

  @Covers({ does: 'Lists resources of every type in a subscription, filtered and in pages' })
  @Get(`${SUBSCRIPTION_PATH}/resources`)
  listSubscription(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @ArmQuery(QUERY) query: ListQuery,
    @ArmPageRequest() page: PageRequest,
    @ArmRequest() request: FastifyRequest,
  ): Promise<ArmPage<ResourceDocument>> {
    return this.list(request, page, query, { subscriptionId });
  }

  private async list(
    request: FastifyRequest,
    page: PageRequest,
    { $filter, $expand }: ListQuery,
    scope: { readonly subscriptionId: string; readonly groupName?: string },
  ): Promise<ArmPage<ResourceDocument>> {
    const anyOf = parseResourceFilter($filter);
    const resources = await this.queries.execute(new ListResourcesQuery({ ...scope, ...page, anyOf }));
    const { value, ...link } = armPage(request, page, resources, resourceKey);
    return { value: value.map((resource) => resourceDocument(resource, $expand)), ...link };
  }
}
