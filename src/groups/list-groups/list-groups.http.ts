import { Controller, Get, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { SUBSCRIPTION_PATH } from '../../arm/arm-path.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { armPage, ArmPageRequest, type ArmPage, type PageRequest } from '../../arm/page.js';
import { ArmParam, ArmQuery, ArmRequest } from '../../arm/parameters.js';
import type { GroupListFilter } from '../../persistence/group.repository.js';
import { SUBSCRIPTION_ID } from '../../requests/path-names.js';
import { groupDocument, type GroupDocument } from '../group-document.js';
import { ListGroupsQuery } from './list-groups.query.js';

/** The only filter that Azure has for groups: by a tag, with or without its value. Quotes are doubled. */
const TAG_FILTER = /^tagname eq '((?:[^']|'')+)'(?: and tagvalue eq '((?:[^']|'')*)')?$/i;

const QUERY = z.object({
  $filter: z
    .string()
    .transform((text, context): GroupListFilter['tag'] => {
      if (text.trim() === '') return undefined;
      const [, name, value] = TAG_FILTER.exec(text.trim()) ?? [];
      if (name !== undefined)
        return { name: unquoted(name), ...(value === undefined ? {} : { value: unquoted(value) }) };
      context.addIssue({ code: 'custom', message: "is not of the form tagName eq 'a' and tagValue eq 'b'" });
      return z.NEVER;
    })
    .optional(),
});

@Controller()
export class ListGroupsController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Covers({ does: 'Lists the groups of a subscription, filtered by a tag and in pages' })
  @Get(`${SUBSCRIPTION_PATH}/resourceGroups`)
  async list(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @ArmQuery(QUERY) { $filter: tag }: z.output<typeof QUERY>,
    @ArmPageRequest() page: PageRequest,
    @ArmRequest() request: FastifyRequest,
  ): Promise<ArmPage<GroupDocument>> {
    const filter = { ...page, ...(tag === undefined ? {} : { tag }) };
    const groups = await this.queries.execute(new ListGroupsQuery(subscriptionId, filter));
    return armPage(request, page, groups.map(groupDocument), ({ name }) => name.toLowerCase());
  }
}

function unquoted(text: string): string {
  return text.replaceAll("''", "'");
}
