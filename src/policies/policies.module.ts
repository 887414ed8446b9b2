import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ActivatePolicyHandler } from './activate-policy/activate-policy.handler.js';
import { ActivatePolicyController } from './activate-policy/activate-policy.http.js';
import { DeletePolicyHandler } from './delete-policy/delete-policy.handler.js';
import { DeletePolicyController } from './delete-policy/delete-policy.http.js';
import { GetPolicyHandler } from './get-policy/get-policy.handler.js';
import { GetPolicyController } from './get-policy/get-policy.http.js';
import { ListPoliciesHandler } from './list-policies/list-policies.handler.js';
import { ListPoliciesController } from './list-policies/list-policies.http.js';
import { PutPolicyHandler } from './put-policy/put-policy.handler.js';
import { PutPolicyController } from './put-policy/put-policy.http.js';

/** GUID-pinning policies, and which one is in force. */
@Module({
  imports: [CqrsModule],
  controllers: [
    ActivatePolicyController,
    DeletePolicyController,
    GetPolicyController,
    ListPoliciesController,
    PutPolicyController,
  ],
  providers: [
    ActivatePolicyHandler,
    DeletePolicyHandler,
    GetPolicyHandler,
    ListPoliciesHandler,
    PutPolicyHandler,
  ],
})
export class PoliciesModule {}
