import { type DynamicModule, Module } from '@nestjs/common';
import { ActivityLogModule } from './activity-log/activity-log.module.js';
import { ArmModule } from './arm/arm.module.js';
import { ClockModule } from './clock/clock.module.js';
import { ComputeOperationsModule } from './compute-operations/compute-operations.module.js';
import { DeploymentsModule } from './deployments/deployments.module.js';
import { ComputeScheduleModule } from './compute-schedule/compute-schedule.module.js';
import { DirectoryModule } from './directory/directory.module.js';
import { DisksModule } from './disks/disks.module.js';
import { EmulationModule } from './emulation/emulation.module.js';
import { ExplanationsModule } from './explanations/explanations.module.js';
import { FaultsModule } from './faults/faults.module.js';
import { ExtensionsModule } from './extensions/extensions.module.js';
import { GroupsModule } from './groups/groups.module.js';
import { GuestViewModule } from './guest-view/guest-view.module.js';
import { GuestProfilesModule } from './guest-profiles/guest-profiles.module.js';
import { HostsModule } from './hosts/hosts.module.js';
import { RoleAssignmentsModule } from './authorization/role-assignments.module.js';
import { AuthorityModule } from './identity/authority/authority.module.js';
import { IdentityModule, type IdentityOptions } from './identity/identity.module.js';
import { ServicePrincipalsModule } from './identity/service-principals/service-principals.module.js';
import { InstanceMetadataModule } from './instance-metadata/instance-metadata.module.js';
import { JobsModule } from './jobs/jobs.module.js';
import { ImagesModule } from './images/images.module.js';
import { KeptResourcesModule } from './kept-resources/kept-resources.module.js';
import { NetworkInterfacesModule } from './network-interfaces/network-interfaces.module.js';
import { NetworkSecurityGroupsModule } from './network-security-groups/network-security-groups.module.js';
import { NetworksModule } from './networks/networks.module.js';
import { OperationQueriesModule } from './operation-queries/operation-queries.module.js';
import { PlatformModule, type Runtime } from './platform.module.js';
import { PoliciesModule } from './policies/policies.module.js';
import { PreflightModule } from './preflight/preflight.module.js';
import { PublicAddressesModule } from './public-addresses/public-addresses.module.js';
import { ResourcesModule } from './resources/resources.module.js';
import { SkusModule } from './skus/skus.module.js';
import { SnapshotsModule } from './snapshots/snapshots.module.js';
import { TagsModule } from './tags/tags.module.js';
import { SubscriptionsModule } from './subscriptions/subscriptions.module.js';
import { ThrottlingModule } from './throttling/throttling.module.js';
import { VmsModule } from './vms/vms.module.js';
import { WhatIfModule } from './what-if/what-if.module.js';

/** Everything that answers over HTTP. */
@Module({})
export class ApiModule {
  static forRoot(runtime: Runtime, identity: IdentityOptions): DynamicModule {
    return {
      module: ApiModule,
      imports: [
        PlatformModule.forRoot(runtime),
        IdentityModule.forRoot(identity),
        AuthorityModule,
        RoleAssignmentsModule,
        ServicePrincipalsModule,
        ActivityLogModule,
        ArmModule,
        SubscriptionsModule,
        GroupsModule,
        NetworksModule,
        NetworkInterfacesModule,
        KeptResourcesModule,
        NetworkSecurityGroupsModule,
        PublicAddressesModule,
        ImagesModule,
        SkusModule,
        SnapshotsModule,
        ResourcesModule,
        TagsModule,
        DirectoryModule,
        DisksModule,
        VmsModule,
        DeploymentsModule,
        ExtensionsModule,
        ComputeOperationsModule,
        HostsModule,
        PoliciesModule,
        GuestProfilesModule,
        GuestViewModule,
        InstanceMetadataModule,
        EmulationModule,
        ExplanationsModule,
        ClockModule,
        OperationQueriesModule,
        JobsModule,
        ComputeScheduleModule,
        FaultsModule,
        ThrottlingModule,
        PreflightModule,
        WhatIfModule,
      ],
    };
  }
}
