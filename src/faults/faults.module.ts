import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { DeleteFaultHandler } from './delete-fault/delete-fault.handler.js';
import { DeleteFaultController } from './delete-fault/delete-fault.http.js';
import { DisarmFaultHandler } from './disarm-fault/disarm-fault.handler.js';
import { DisarmFaultController } from './disarm-fault/disarm-fault.http.js';
import { GetFaultHandler } from './get-fault/get-fault.handler.js';
import { GetFaultController } from './get-fault/get-fault.http.js';
import { ListFaultKindsController } from './list-fault-kinds/list-fault-kinds.http.js';
import { ListFaultsHandler } from './list-faults/list-faults.handler.js';
import { ListFaultsController } from './list-faults/list-faults.http.js';
import { PutFaultHandler } from './put-fault/put-fault.handler.js';
import { PutFaultController } from './put-fault/put-fault.http.js';
import { RequestStrikes } from './request-strikes.js';

/** Faults that are armed: what they are, and where they strike requests. Operations are struck where they begin. */
@Module({
  imports: [CqrsModule],
  controllers: [
    DeleteFaultController,
    DisarmFaultController,
    GetFaultController,
    ListFaultKindsController,
    ListFaultsController,
    PutFaultController,
  ],
  providers: [
    DeleteFaultHandler,
    DisarmFaultHandler,
    GetFaultHandler,
    ListFaultsHandler,
    PutFaultHandler,
    RequestStrikes,
  ],
})
export class FaultsModule {}
