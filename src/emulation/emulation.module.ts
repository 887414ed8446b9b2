import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { SelfHibernateVmController } from '../vms/self-hibernate-vm/self-hibernate-vm.http.js';
import { GetEmulationHandler } from './get-emulation/get-emulation.handler.js';
import { GetEmulationController } from './get-emulation/get-emulation.http.js';
import { PutEmulationHandler } from './put-emulation/put-emulation.handler.js';
import { PutEmulationController } from './put-emulation/put-emulation.http.js';

/** How one VM is emulated: policy, guest, placement, and what came of them. */
@Module({
  imports: [CqrsModule],
  controllers: [GetEmulationController, PutEmulationController, SelfHibernateVmController],
  providers: [GetEmulationHandler, PutEmulationHandler],
})
export class EmulationModule {}
