import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ChangeTagsHandler } from './change-tags/change-tags.handler.js';
import { ChangeTagsController } from './change-tags/change-tags.http.js';
import { GetTagsHandler } from './get-tags/get-tags.handler.js';
import { GetTagsController } from './get-tags/get-tags.http.js';
import { ListTagNamesHandler } from './list-tag-names/list-tag-names.handler.js';
import { ListTagNamesController } from './list-tag-names/list-tag-names.http.js';

/** Tags of subscriptions, groups and resources as resources of their own. */
@Module({
  imports: [CqrsModule],
  controllers: [GetTagsController, ChangeTagsController, ListTagNamesController],
  providers: [GetTagsHandler, ChangeTagsHandler, ListTagNamesHandler],
})
export class TagsModule {}
