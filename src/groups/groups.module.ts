import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { DeleteGroupHandler } from './delete-group/delete-group.handler.js';
import { DeleteGroupController } from './delete-group/delete-group.http.js';
import { GroupDeletion } from './delete-group/group-deletion.js';
import { GetGroupHandler } from './get-group/get-group.handler.js';
import { GetGroupController } from './get-group/get-group.http.js';
import { ListGroupsHandler } from './list-groups/list-groups.handler.js';
import { ListGroupsController } from './list-groups/list-groups.http.js';
import { PutGroupHandler } from './put-group/put-group.handler.js';
import { PutGroupController } from './put-group/put-group.http.js';
import { UpdateGroupHandler } from './update-group/update-group.handler.js';
import { UpdateGroupController } from './update-group/update-group.http.js';

/** Resource groups. Exports `GroupDeletion`, one of the reconcilers of the sweeper. */
@Module({
  imports: [CqrsModule],
  controllers: [
    PutGroupController,
    UpdateGroupController,
    GetGroupController,
    ListGroupsController,
    DeleteGroupController,
  ],
  providers: [
    PutGroupHandler,
    UpdateGroupHandler,
    GetGroupHandler,
    ListGroupsHandler,
    DeleteGroupHandler,
    GroupDeletion,
  ],
  exports: [GroupDeletion],
})
export class GroupsModule {}
