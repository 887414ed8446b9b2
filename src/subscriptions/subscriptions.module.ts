import { Module } from '@nestjs/common';
import { GetCloudMetadataController } from './get-cloud-metadata/get-cloud-metadata.http.js';
import { GetProviderController } from './get-provider/get-provider.http.js';
import { GetSubscriptionController } from './get-subscription/get-subscription.http.js';
import { ListLocationsController } from './list-locations/list-locations.http.js';
import { ListProvidersController } from './list-providers/list-providers.http.js';
import { ListSubscriptionsController } from './list-subscriptions/list-subscriptions.http.js';
import { ListTenantsController } from './list-tenants/list-tenants.http.js';

/** What clients ask before they name a resource. Needs the provider `SUBSCRIPTIONS`. */
@Module({
  controllers: [
    GetCloudMetadataController,
    ListTenantsController,
    ListSubscriptionsController,
    GetSubscriptionController,
    ListLocationsController,
    ListProvidersController,
    GetProviderController,
  ],
})
export class SubscriptionsModule {}
