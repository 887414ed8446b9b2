import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { PreflightDescriptionHandler } from './preflight-description/preflight-description.handler.js';
import { PreflightDescriptionController } from './preflight-description/preflight-description.http.js';
import { PreflightVmHandler } from './preflight-vm/preflight-vm.handler.js';
import { PreflightVmController } from './preflight-vm/preflight-vm.http.js';

/** What a hibernation and a resume would break, found out without doing either. */
@Module({
  imports: [CqrsModule],
  controllers: [PreflightVmController, PreflightDescriptionController],
  providers: [PreflightVmHandler, PreflightDescriptionHandler],
})
export class PreflightModule {}
