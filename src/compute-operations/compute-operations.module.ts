import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { GetGroupDeletionHandler } from './get-group-deletion/get-group-deletion.handler.js';
import { GetGroupDeletionController } from './get-group-deletion/get-group-deletion.http.js';
import { GetResourceOperationHandler } from './get-resource-operation/get-resource-operation.handler.js';
import { GetResourceOperationController } from './get-resource-operation/get-resource-operation.http.js';
import { GetVmOperationHandler } from './get-vm-operation/get-vm-operation.handler.js';
import { GetVmOperationController } from './get-vm-operation/get-vm-operation.http.js';

/** Where clients ask how far an operation is: on VMs, disks, networks and groups. */
@Module({
  imports: [CqrsModule],
  controllers: [GetVmOperationController, GetResourceOperationController, GetGroupDeletionController],
  providers: [GetVmOperationHandler, GetResourceOperationHandler, GetGroupDeletionHandler],
})
export class ComputeOperationsModule {}
