import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { FeaturesController } from './features/features.http.js';
import { ListResourcesHandler } from './list-resources/list-resources.handler.js';
import { ListResourcesController } from './list-resources/list-resources.http.js';
import { MoveResourcesController } from './move-resources/move-resources.http.js';
import { RegisterProviderController } from './register-provider/register-provider.http.js';

/** Resources whatever their type, and the providers of types. */
@Module({
  imports: [CqrsModule],
  controllers: [
    ListResourcesController,
    MoveResourcesController,
    RegisterProviderController,
    FeaturesController,
  ],
  providers: [ListResourcesHandler],
})
export class ResourcesModule {}
