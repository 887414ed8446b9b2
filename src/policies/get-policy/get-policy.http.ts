import { Controller, Get, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ArmParam } from '../../arm/parameters.js';
import { emulatorPath } from '../../emulator-namespace/emulator-resource.js';
import { SUBSCRIPTION_ID } from '../../requests/path-names.js';
import { policyDocument, type PolicyDocument } from '../policy-document.js';
import { GetPolicyQuery } from './get-policy.query.js';

@Controller()
export class GetPolicyController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Get(emulatorPath('policies/:policyName'))
  async get(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @ArmParam('policyName') name: string,
  ): Promise<PolicyDocument> {
    return policyDocument(subscriptionId, await this.queries.execute(new GetPolicyQuery(name)));
  }
}
