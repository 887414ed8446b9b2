import { Controller, Get, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Covers } from '../../arm/openapi/coverage.js';
import { armPage, ArmPageRequest, type ArmPage, type PageRequest } from '../../arm/page.js';
import { ArmQuery, ArmRequest } from '../../arm/parameters.js';
import { deploymentDocument, type DeploymentDocument } from '../deployment-document.js';
import { deploymentLists, type DeploymentPlace, PathDeploymentPlace } from '../deployment-name.js';
import { ListDeploymentsQuery } from './list-deployments.query.js';

/** The only filter that Azure has for deployments. */
const STATE_FILTER = /^provisioningState eq '(\w+)'$/i;

const QUERY = z.object({
  $filter: z
    .string()
    .transform((text, context) => {
      if (text.trim() === '') return undefined;
      const [, state] = STATE_FILTER.exec(text.trim()) ?? [];
      if (state !== undefined) return state;
      context.addIssue({ code: 'custom', message: "is not of the form provisioningState eq 'Succeeded'" });
      return z.NEVER;
    })
    .optional(),
});

@Controller()
export class ListDeploymentsController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Covers({ does: 'Lists deployments, filtered by state and in pages' })
  @Get(deploymentLists())
  async list(
    @PathDeploymentPlace() place: DeploymentPlace,
    @ArmQuery(QUERY) { $filter: status }: z.output<typeof QUERY>,
    @ArmPageRequest() page: PageRequest,
    @ArmRequest() request: FastifyRequest,
  ): Promise<ArmPage<DeploymentDocument>> {
    const scope = { ...place, ...page, ...(status === undefined ? {} : { status }) };
    const deployments = await this.queries.execute(new ListDeploymentsQuery(scope));
    const { value, ...link } = armPage(request, page, deployments, ({ name }) => name.toLowerCase());
    return { value: value.map(deploymentDocument), ...link };
  }
}
