import { Controller, Delete, Inject, Put, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { answerDelete } from '../../arm/answers.js';
import { armName } from '../../arm/arm-name.js';
import { inGroup } from '../../arm/arm-path.js';
import { ArmBody } from '../../arm/body.js';
import { warnIgnored } from '../../arm/ignored-members.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { ArmParam, ArmReply } from '../../arm/parameters.js';
import type { ArmName } from '../../persistence/vm-parts.repository.js';
import { MissingGroupInterceptor } from '../../requests/missing-group.interceptor.js';
import { acceptNetworkOperation } from '../../requests/network-operation.js';
import { PathResource } from '../../requests/path-names.js';
import { SECURITY_RULE_BODY, type SecurityRule } from '../security-rule.dto.js';
import { rulesOf, securityRuleDocument, type SecurityRuleDocument } from '../security-rules.js';
import { ChangeSecurityRuleCommand } from './change-security-rule.command.js';

const PATH = inGroup('Microsoft.Network', 'networkSecurityGroups/:securityGroupName/securityRules/:ruleName');

@Controller()
@UseInterceptors(MissingGroupInterceptor)
export class ChangeSecurityRuleController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @Covers({
    does: 'Makes or replaces a rule of a security group; names, ports and priorities are checked, nothing is filtered',
    ignores: ['properties'],
  })
  @Put(PATH)
  async put(
    @PathResource('securityGroupName', 'nsg') groupName: ArmName,
    @ArmParam('ruleName', armName('securityRule')) name: string,
    @ArmBody(SECURITY_RULE_BODY) { properties }: Pick<SecurityRule, 'properties'>,
    @ArmReply() reply: FastifyReply,
  ): Promise<SecurityRuleDocument> {
    const rule = { name, properties };
    const changed = await this.commands.execute(
      new ChangeSecurityRuleCommand(groupName, { kind: 'put', rule }),
    );
    if (changed === undefined) throw new Error(`security rule ${name} was not put`);
    const { group, existed, operationId } = changed;
    acceptNetworkOperation(reply, existed ? 'update' : 'create', { ...group, operationId });
    warnIgnored(reply, ['properties']);
    const put = rulesOf(group).find((one) => one.name.toLowerCase() === name.toLowerCase()) ?? rule;
    return securityRuleDocument(group, put, 'Updating');
  }

  @Covers({ does: 'Deletes a rule of a security group' })
  @Delete(PATH)
  async delete(
    @PathResource('securityGroupName', 'nsg') groupName: ArmName,
    @ArmParam('ruleName', armName('securityRule')) name: string,
    @ArmReply() reply: FastifyReply,
  ): Promise<void> {
    const changed = await this.commands.execute(
      new ChangeSecurityRuleCommand(groupName, { kind: 'delete', name }),
    );
    if (changed === undefined) answerDelete(reply, false);
    else acceptNetworkOperation(reply, 'delete', { ...changed.group, operationId: changed.operationId });
  }
}
