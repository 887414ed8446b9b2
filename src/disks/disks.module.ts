import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ChangeAccessHandler } from './change-access/change-access.handler.js';
import { ChangeAccessController } from './change-access/change-access.http.js';
import { DeleteDiskHandler } from './delete-disk/delete-disk.handler.js';
import { DeleteDiskController } from './delete-disk/delete-disk.http.js';
import { GetDiskHandler } from './get-disk/get-disk.handler.js';
import { GetDiskController } from './get-disk/get-disk.http.js';
import { ListDisksHandler } from './list-disks/list-disks.handler.js';
import { ListDisksController } from './list-disks/list-disks.http.js';
import { PutDiskHandler } from './put-disk/put-disk.handler.js';
import { PutDiskController } from './put-disk/put-disk.http.js';
import { UpdateDiskHandler } from './update-disk/update-disk.handler.js';
import { UpdateDiskController } from './update-disk/update-disk.http.js';

/** Managed disks. */
@Module({
  imports: [CqrsModule],
  controllers: [
    PutDiskController,
    UpdateDiskController,
    GetDiskController,
    ListDisksController,
    DeleteDiskController,
    ChangeAccessController,
  ],
  providers: [
    PutDiskHandler,
    UpdateDiskHandler,
    GetDiskHandler,
    ListDisksHandler,
    DeleteDiskHandler,
    ChangeAccessHandler,
  ],
})
export class DisksModule {}
