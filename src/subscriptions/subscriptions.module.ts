import { Module } from '@nestjs/common';
import { GetCloudMetadataController } from './get-cloud-metadata/get-cloud-metadata.http.js';
import { GetProviderController } from './get-provider/get-provider.http.js';
import { GetSubscriptionController } from './get-subscription/get-subscription.http.js';
import { ListLocationsController } from './list-locations/list-locations.http.js';
import { ListProvidersController } from './list-providers/list-providers.http.js';
import { ListSubscriptionsController } from './list-subscriptions/list-subscriptions.http.js';
import { PutSubscriptionController } from './put-subscription/put-subscription.http.js';
import { ListTenantsController } from './list-tenants/list-tenants.http.js';

/** What clients ask before they name a resource. Needs `IdentityModule`. */
@Module({
  controllers: [
    GetCloudMetadataController,
    ListTenantsController,
    ListSubscriptionsController,
    GetSubscriptionController,
    PutSubscriptionController,
    ListLocationsController,
    ListProvidersController,
    GetProviderController,
  ],
})
export class SubscriptionsModule {}
