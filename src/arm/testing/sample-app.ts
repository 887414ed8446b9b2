import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { IdentityModule } from '../../identity/identity.module.js';
import { SubscriptionsModule } from '../../subscriptions/subscriptions.module.js';
import { ArmModule } from '../arm.module.js';
import { type ArmApp, type ArmAppOptions, createArmApp } from '../create-app.js';
import { OPERATION_ID, SampleOperationController, SampleVmController } from './sample.controllers.js';

export const TOKEN = 'sesame-0123456789';
export const SUBSCRIPTION_ID = '11111111-1111-1111-1111-111111111111';
export const SUBSCRIPTIONS_PATH = `/subscriptions/${SUBSCRIPTION_ID}`;
export const VMS_PATH = `${SUBSCRIPTIONS_PATH}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines`;
export const OPERATION_PATH = `${SUBSCRIPTIONS_PATH}/providers/Microsoft.Compute/locations/eastus/operations/${OPERATION_ID}`;
export const VERSION = 'api-version=2024-11-01';
export const AUTHORIZED = { authorization: `Bearer ${TOKEN}` } as const;

@Module({
  imports: [
    IdentityModule.forRoot({
      accessTokens: [TOKEN, 'a-second-token'],
      subscriptions: [{ id: SUBSCRIPTION_ID, displayName: 'Torpor' }],
    }),
    ArmModule,
    SubscriptionsModule,
  ],
  controllers: [SampleVmController, SampleOperationController],
})
class SampleModule {}

/** A whole server without a domain, ready for `app.inject`. */
export function createSampleApp(options: ArmAppOptions = {}): Promise<ArmApp> {
  return createArmApp(SampleModule, options);
}
