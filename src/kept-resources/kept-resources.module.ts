import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { DeleteKeptHandler } from './delete-kept/delete-kept.handler.js';
import { GenerateKeyPairController } from './generate-key-pair/generate-key-pair.http.js';
import { GetKeptHandler } from './get-kept/get-kept.handler.js';
import { keptControllers } from './kept-controllers.js';
import { KEPT_KINDS } from './kept-kinds.js';
import { ListKeptHandler } from './list-kept/list-kept.handler.js';
import { PutKeptHandler } from './put-kept/put-kept.handler.js';
import { UpdateKeptHandler } from './update-kept/update-kept.handler.js';

/** What is done to resources of all types that are kept and shown. */
@Module({
  imports: [CqrsModule],
  controllers: [...KEPT_KINDS.flatMap(keptControllers), GenerateKeyPairController],
  providers: [PutKeptHandler, UpdateKeptHandler, GetKeptHandler, ListKeptHandler, DeleteKeptHandler],
})
export class KeptResourcesModule {}
