import { Controller, Get } from '@nestjs/common';
import { refusal } from '#libs/refusal';
import { SUBSCRIPTION_PATH } from '../../arm/arm-path.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { ArmParam } from '../../arm/parameters.js';
import { RefusalError } from '../../errors/refusal-error.js';
import { findProvider, type ProviderDocument } from '../resource-providers.js';

@Controller()
export class GetProviderController {
  @Covers({ does: 'Shows a resource provider with its types, API versions and locations' })
  @Get(`${SUBSCRIPTION_PATH}/providers/:namespace`)
  get(
    @ArmParam('subscriptionId') subscriptionId: string,
    @ArmParam('namespace') namespace: string,
  ): ProviderDocument {
    const found = findProvider(subscriptionId, namespace);
    if (found !== undefined) return found;
    throw new RefusalError(
      refusal('resource-not-found', `no provider has the namespace ${namespace}`, { target: 'namespace' }),
    );
  }
}
