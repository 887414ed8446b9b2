import { Controller, Get, Head, HttpCode, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { GROUP_PATH } from '../../arm/arm-path.js';
import { Covers } from '../../arm/openapi/coverage.js';
import type { GroupName } from '../../persistence/group.repository.js';
import { PathGroup } from '../../requests/path-names.js';
import { groupDocument, type GroupDocument } from '../group-document.js';
import { GetGroupQuery } from './get-group.query.js';

@Controller()
export class GetGroupController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  /** Whether the group exists: 204, or 404 without a body. */
  @Covers({ does: 'Says whether a group exists' })
  @Head(GROUP_PATH)
  @HttpCode(204)
  async exists(@PathGroup() name: GroupName): Promise<void> {
    await this.queries.execute(new GetGroupQuery(name));
  }

  @Covers({ does: 'Shows a group' })
  @Get(GROUP_PATH)
  async get(@PathGroup() name: GroupName): Promise<GroupDocument> {
    return groupDocument(await this.queries.execute(new GetGroupQuery(name)));
  }
}
