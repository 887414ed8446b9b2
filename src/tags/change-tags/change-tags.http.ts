import { Controller, Delete, Inject, Patch, Put, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { ArmBody } from '../../arm/body.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { armWord, READ_ONLY_ENVELOPE, TAGS } from '../../requests/arm-schemas.js';
import { MissingGroupInterceptor } from '../../requests/missing-group.interceptor.js';
import type { TagOperation, Tags } from '../tag-changes.js';
import { PathTagScope, TAG_PATHS, type TagScope } from '../tag-scope.js';
import { tagsDocument, type TagsDocument } from '../tags-document.js';
import { ChangeTagsCommand } from './change-tags.command.js';

const PROPERTIES = z.strictObject({ tags: TAGS.optional() });
const PUT_BODY = z.strictObject({ ...READ_ONLY_ENVELOPE, properties: PROPERTIES });
const PATCH_BODY = z.strictObject({
  operation: armWord('Merge', 'Replace', 'Delete'),
  properties: PROPERTIES.optional(),
});

@Controller()
@UseInterceptors(MissingGroupInterceptor)
export class ChangeTagsController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @Covers({ does: 'Replaces the tags of a subscription, group or resource' })
  @Put(TAG_PATHS)
  put(
    @PathTagScope() scope: TagScope,
    @ArmBody(PUT_BODY) { properties }: z.output<typeof PUT_BODY>,
  ): Promise<TagsDocument> {
    return this.change(scope, 'Replace', properties.tags ?? {});
  }

  @Covers({ does: 'Merges, replaces or deletes tags of a subscription, group or resource' })
  @Patch(TAG_PATHS)
  update(
    @PathTagScope() scope: TagScope,
    @ArmBody(PATCH_BODY) { operation, properties }: z.output<typeof PATCH_BODY>,
  ): Promise<TagsDocument> {
    return this.change(scope, operation, properties?.tags ?? {});
  }

  @Covers({ does: 'Deletes all tags of a subscription, group or resource' })
  @Delete(TAG_PATHS)
  async delete(@PathTagScope() scope: TagScope): Promise<void> {
    await this.change(scope, 'Replace', {});
  }

  private async change(wanted: TagScope, operation: TagOperation, given: Tags): Promise<TagsDocument> {
    const { scope, tags } = await this.commands.execute(new ChangeTagsCommand(wanted, operation, given));
    return tagsDocument(scope, tags);
  }
}
