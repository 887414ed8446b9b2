import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { GetDirectoryObjectsController } from './get-directory-objects/get-directory-objects.http.js';
import { ListPrincipalsHandler } from './list-principals/list-principals.handler.js';
import { ListPrincipalsController } from './list-principals/list-principals.http.js';

/** Who the principals are, for clients that name them in what they show. */
@Module({
  imports: [CqrsModule],
  controllers: [ListPrincipalsController, GetDirectoryObjectsController],
  providers: [ListPrincipalsHandler],
})
export class DirectoryModule {}
