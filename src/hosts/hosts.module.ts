import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { RegisterHostHandler } from './register-host/register-host.handler.js';
import { RegisterHostController } from './register-host/register-host.http.js';
import { GetHostHandler } from './get-host/get-host.handler.js';
import { GetHostController } from './get-host/get-host.http.js';
import { RemoveHostHandler } from './remove-host/remove-host.handler.js';
import { RemoveHostController } from './remove-host/remove-host.http.js';
import { DrainHostHandler } from './drain-host/drain-host.handler.js';
import { DrainHostController } from './drain-host/drain-host.http.js';
import { UndrainHostHandler } from './undrain-host/undrain-host.handler.js';
import { UndrainHostController } from './undrain-host/undrain-host.http.js';
import { FailHostHandler } from './fail-host/fail-host.handler.js';
import { FailHostController } from './fail-host/fail-host.http.js';
import { RepairHostHandler } from './repair-host/repair-host.handler.js';
import { RepairHostController } from './repair-host/repair-host.http.js';
import { HostRecovery } from './host-recovery.js';
import { ListHostGenerationsController } from './list-host-generations/list-host-generations.http.js';
import { ListHostsHandler } from './list-hosts/list-hosts.handler.js';
import { ListHostsController } from './list-hosts/list-hosts.http.js';

/** Hosts: their capacity, and the VMs on them. Exports the reconciler that empties hosts that are down. */
@Module({
  imports: [CqrsModule],
  controllers: [
    RegisterHostController,
    GetHostController,
    RemoveHostController,
    DrainHostController,
    UndrainHostController,
    FailHostController,
    RepairHostController,
    ListHostsController,
    ListHostGenerationsController,
  ],
  providers: [
    HostRecovery,
    RegisterHostHandler,
    GetHostHandler,
    RemoveHostHandler,
    DrainHostHandler,
    UndrainHostHandler,
    FailHostHandler,
    RepairHostHandler,
    ListHostsHandler,
  ],
  exports: [HostRecovery],
})
export class HostsModule {}
