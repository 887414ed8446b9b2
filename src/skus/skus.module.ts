import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ListLocationSizesController } from './list-location-sizes/list-location-sizes.http.js';
import { ListSkusController } from './list-skus/list-skus.http.js';
import { ListUsagesHandler } from './list-usages/list-usages.handler.js';
import { ListUsagesController } from './list-usages/list-usages.http.js';

/** What can be had where, and how much of it is used. */
@Module({
  imports: [CqrsModule],
  controllers: [ListSkusController, ListLocationSizesController, ListUsagesController],
  providers: [ListUsagesHandler],
})
export class SkusModule {}
