import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { keptControllers } from '../kept-resources/kept-controllers.js';
import { ChangeSecurityRuleHandler } from './change-security-rule/change-security-rule.handler.js';
import { ChangeSecurityRuleController } from './change-security-rule/change-security-rule.http.js';
import { GetSecurityGroupHandler } from './get-security-rule/get-security-group.handler.js';
import { GetSecurityRuleController } from './get-security-rule/get-security-rule.http.js';
import { SECURITY_GROUP } from './security-group-kind.js';

/** Network security groups and their rules. */
@Module({
  imports: [CqrsModule],
  controllers: [...keptControllers(SECURITY_GROUP), ChangeSecurityRuleController, GetSecurityRuleController],
  providers: [ChangeSecurityRuleHandler, GetSecurityGroupHandler],
})
export class NetworkSecurityGroupsModule {}
