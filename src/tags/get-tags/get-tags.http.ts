import { Controller, Get, Inject, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Covers } from '../../arm/openapi/coverage.js';
import { MissingGroupInterceptor } from '../../requests/missing-group.interceptor.js';
import { PathTagScope, TAG_PATHS, type TagScope } from '../tag-scope.js';
import { tagsDocument, type TagsDocument } from '../tags-document.js';
import { GetTagsQuery } from './get-tags.query.js';

@Controller()
@UseInterceptors(MissingGroupInterceptor)
export class GetTagsController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Covers({ does: 'Shows the tags of a subscription, group or resource' })
  @Get(TAG_PATHS)
  async get(@PathTagScope() wanted: TagScope): Promise<TagsDocument> {
    const { scope, tags } = await this.queries.execute(new GetTagsQuery(wanted));
    return tagsDocument(scope, tags);
  }
}
