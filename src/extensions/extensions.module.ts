import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { DeleteExtensionHandler } from './delete-extension/delete-extension.handler.js';
import { DeleteExtensionController } from './delete-extension/delete-extension.http.js';
import { GetExtensionHandler } from './get-extension/get-extension.handler.js';
import { GetExtensionController } from './get-extension/get-extension.http.js';
import { ListExtensionsHandler } from './list-extensions/list-extensions.handler.js';
import { ListExtensionsController } from './list-extensions/list-extensions.http.js';
import { WriteExtensionHandler } from './write-extension/write-extension.handler.js';
import { WriteExtensionController } from './write-extension/write-extension.http.js';

/** Extensions of VMs: what the platform installs in a guest, as far as hibernation goes. */
@Module({
  imports: [CqrsModule],
  controllers: [
    WriteExtensionController,
    GetExtensionController,
    ListExtensionsController,
    DeleteExtensionController,
  ],
  providers: [WriteExtensionHandler, GetExtensionHandler, ListExtensionsHandler, DeleteExtensionHandler],
})
export class ExtensionsModule {}
