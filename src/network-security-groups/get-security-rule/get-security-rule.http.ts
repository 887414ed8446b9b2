import { Controller, Get, Inject, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { refusal } from '#libs/refusal';
import { armName } from '../../arm/arm-name.js';
import { inGroup } from '../../arm/arm-path.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { armPageOfAll, ArmPageRequest, type ArmPage, type PageRequest } from '../../arm/page.js';
import { ArmParam, ArmReply, ArmRequest } from '../../arm/parameters.js';
import { RefusalError } from '../../errors/refusal-error.js';
import type { KeptRow } from '../../persistence/kept-resource.repository.js';
import type { ArmName } from '../../persistence/vm-parts.repository.js';
import { MissingGroupInterceptor } from '../../requests/missing-group.interceptor.js';
import { PathResource } from '../../requests/path-names.js';
import {
  defaultRuleDocuments,
  rulesOf,
  securityRuleDocument,
  type SecurityRuleDocument,
} from '../security-rules.js';
import { GetSecurityGroupQuery } from './get-security-group.query.js';

const GROUP = 'networkSecurityGroups/:securityGroupName';

/** Rules are read with their group: it has few, and one row holds them all. */
@Controller()
@UseInterceptors(MissingGroupInterceptor)
export class GetSecurityRuleController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Covers({ does: 'Lists the rules of a security group, in pages' })
  @Get(inGroup('Microsoft.Network', `${GROUP}/securityRules`))
  async list(
    @PathResource('securityGroupName', 'nsg') groupName: ArmName,
    @ArmPageRequest() page: PageRequest,
    @ArmRequest() request: FastifyRequest,
  ): Promise<ArmPage<SecurityRuleDocument>> {
    const group = await this.queries.execute(new GetSecurityGroupQuery(groupName));
    const rules = rulesOf(group).map((rule) => securityRuleDocument(group, rule));
    return armPageOfAll(request, page, rules, keyOf);
  }

  @Covers({ does: 'Shows a rule of a security group' })
  @Get(inGroup('Microsoft.Network', `${GROUP}/securityRules/:ruleName`))
  async get(
    @PathResource('securityGroupName', 'nsg') groupName: ArmName,
    @ArmParam('ruleName', armName('securityRule')) name: string,
    @ArmReply() reply: FastifyReply,
  ): Promise<SecurityRuleDocument> {
    const group = await this.queries.execute(new GetSecurityGroupQuery(groupName));
    const rules = rulesOf(group).map((rule) => securityRuleDocument(group, rule));
    return found(reply, group, rules, name);
  }

  @Covers({ does: 'Lists the six rules that every security group has' })
  @Get(inGroup('Microsoft.Network', `${GROUP}/defaultSecurityRules`))
  async listDefaults(
    @PathResource('securityGroupName', 'nsg') groupName: ArmName,
    @ArmPageRequest() page: PageRequest,
    @ArmRequest() request: FastifyRequest,
  ): Promise<ArmPage<SecurityRuleDocument>> {
    const group = await this.queries.execute(new GetSecurityGroupQuery(groupName));
    return armPageOfAll(request, page, defaultRuleDocuments(group), keyOf);
  }

  @Covers({ does: 'Shows one of the rules that every security group has' })
  @Get(inGroup('Microsoft.Network', `${GROUP}/defaultSecurityRules/:ruleName`))
  async getDefault(
    @PathResource('securityGroupName', 'nsg') groupName: ArmName,
    @ArmParam('ruleName', armName('securityRule')) name: string,
    @ArmReply() reply: FastifyReply,
  ): Promise<SecurityRuleDocument> {
    const group = await this.queries.execute(new GetSecurityGroupQuery(groupName));
    return found(reply, group, defaultRuleDocuments(group), name);
  }
}

function keyOf({ name }: SecurityRuleDocument): string {
  return name.toLowerCase();
}

/** Throws resource-not-found. */
function found(
  reply: FastifyReply,
  group: KeptRow,
  rules: readonly SecurityRuleDocument[],
  name: string,
): SecurityRuleDocument {
  const rule = rules.find((one) => keyOf(one) === name.toLowerCase());
  if (rule === undefined) {
    throw new RefusalError(refusal('resource-not-found', `security rule ${name} of ${group.name}`));
  }
  reply.header('ETag', rule.etag);
  return rule;
}
