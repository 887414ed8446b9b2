import { Controller, Get, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import { type ArmPage, armPageOfAll, ArmPageRequest, type PageRequest } from '../../arm/page.js';
import { ArmParam, ArmRequest } from '../../arm/parameters.js';
import { emulatorPath } from '../../emulator-namespace/emulator-resource.js';
import { SUBSCRIPTION_ID } from '../../requests/path-names.js';
import { policyDocument, type PolicyDocument } from '../policy-document.js';
import { ListPoliciesQuery } from './list-policies.query.js';

@Controller()
export class ListPoliciesController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Get(emulatorPath('policies'))
  async list(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @ArmPageRequest() page: PageRequest,
    @ArmRequest() request: FastifyRequest,
  ): Promise<ArmPage<PolicyDocument>> {
    const policies = await this.queries.execute(new ListPoliciesQuery());
    const documents = policies.map((policy) => policyDocument(subscriptionId, policy));
    return armPageOfAll(request, page, documents, ({ name }) => name.toLowerCase());
  }
}
