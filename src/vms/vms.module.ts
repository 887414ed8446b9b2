import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { CreateVmHandler } from './create-vm/create-vm.handler.js';
import { DeallocateVmHandler } from './deallocate-vm/deallocate-vm.handler.js';
import { DeleteVmHandler } from './delete-vm/delete-vm.handler.js';
import { DeleteVmController } from './delete-vm/delete-vm.http.js';
import { GetVmHandler } from './get-vm/get-vm.handler.js';
import { GetVmController } from './get-vm/get-vm.http.js';
import { HibernateVmHandler } from './hibernate-vm/hibernate-vm.handler.js';
import { LeaveHostController } from './leave-host/leave-host.http.js';
import { ListVmSizesHandler } from './list-vm-sizes/list-vm-sizes.handler.js';
import { ListVmSizesController } from './list-vm-sizes/list-vm-sizes.http.js';
import { ListVmsHandler } from './list-vms/list-vms.handler.js';
import { ListVmsController } from './list-vms/list-vms.http.js';
import { PowerOffVmHandler } from './power-off-vm/power-off-vm.handler.js';
import { PowerOffVmController } from './power-off-vm/power-off-vm.http.js';
import { RestartVmHandler } from './restart-vm/restart-vm.handler.js';
import { RestartVmController } from './restart-vm/restart-vm.http.js';
import { SelfHibernateVmHandler } from './self-hibernate-vm/self-hibernate-vm.handler.js';
import { StartVmHandler } from './start-vm/start-vm.handler.js';
import { StartVmController } from './start-vm/start-vm.http.js';
import { GeneralizeVmHandler } from './generalize-vm/generalize-vm.handler.js';
import { GeneralizeVmController } from './generalize-vm/generalize-vm.http.js';
import { ReapplyVmHandler } from './reapply-vm/reapply-vm.handler.js';
import { ReapplyVmController } from './reapply-vm/reapply-vm.http.js';
import { RedeployVmHandler } from './redeploy-vm/redeploy-vm.handler.js';
import { RedeployVmController } from './redeploy-vm/redeploy-vm.http.js';
import { SimulateEvictionHandler } from './simulate-eviction/simulate-eviction.handler.js';
import { SimulateEvictionController } from './simulate-eviction/simulate-eviction.http.js';
import { GetSerialLogHandler } from './get-serial-log/get-serial-log.handler.js';
import { GetSerialLogController } from './get-serial-log/get-serial-log.http.js';
import { RetrieveBootDiagnosticsHandler } from './retrieve-boot-diagnostics/retrieve-boot-diagnostics.handler.js';
import { RetrieveBootDiagnosticsController } from './retrieve-boot-diagnostics/retrieve-boot-diagnostics.http.js';
import { RunCommandHandler } from './run-command/run-command.handler.js';
import { RunCommandController } from './run-command/run-command.http.js';
import { RefuseActionController } from './refuse-action/refuse-action.http.js';
import { UpdateVmHandler } from './update-vm/update-vm.handler.js';
import { WriteVmController } from './write-vm/write-vm.http.js';

/** Virtual machines: everything that Azure can be asked to do with one, as far as hibernation goes. */
@Module({
  imports: [CqrsModule],
  controllers: [
    WriteVmController,
    GetVmController,
    ListVmsController,
    ListVmSizesController,
    StartVmController,
    PowerOffVmController,
    RestartVmController,
    LeaveHostController,
    DeleteVmController,
    RefuseActionController,
    RunCommandController,
    RetrieveBootDiagnosticsController,
    GetSerialLogController,
    SimulateEvictionController,
    RedeployVmController,
    ReapplyVmController,
    GeneralizeVmController,
  ],
  providers: [
    CreateVmHandler,
    UpdateVmHandler,
    GetVmHandler,
    ListVmsHandler,
    ListVmSizesHandler,
    StartVmHandler,
    PowerOffVmHandler,
    RestartVmHandler,
    HibernateVmHandler,
    SelfHibernateVmHandler,
    DeallocateVmHandler,
    DeleteVmHandler,
    RunCommandHandler,
    RetrieveBootDiagnosticsHandler,
    GetSerialLogHandler,
    SimulateEvictionHandler,
    RedeployVmHandler,
    ReapplyVmHandler,
    GeneralizeVmHandler,
  ],
})
export class VmsModule {}
