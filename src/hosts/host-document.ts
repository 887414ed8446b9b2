import type { Host, HostGeneration, HostState, Resources } from '#libs/hosts';
import { type ArmEnvelope, emulatorResource } from '../emulator-namespace/emulator-resource.js';
import { vmResourceId } from '../operations/begin-vm-operation.js';
import type { HostedVm } from '../persistence/host.repository.js';

export interface HostProperties {
  readonly cluster: string;
  readonly generation: HostGeneration;
  readonly capacity: Resources;
  readonly used: Resources;
  readonly state: HostState;
  readonly virtualMachines: readonly {
    readonly id: string;
    readonly name: string;
    /** `running`, `stopped`, or what an operation is making of the VM: `hibernating`, `recovering`. */
    readonly powerState: string;
  }[];
}

export type HostDocument = ArmEnvelope<HostProperties>;

/** A host with the VMs on it. */
export interface OccupiedHost {
  readonly host: Host;
  readonly vms: readonly HostedVm[];
}

export function hostDocument(subscriptionId: string, { host, vms }: OccupiedHost): HostDocument {
  const { name, cluster, generation, capacity, used, state } = host;
  const virtualMachines = vms.map((vm) => ({
    id: vmResourceId(vm),
    name: vm.vmName,
    powerState: vm.state.kind,
  }));
  const properties = { cluster, generation, capacity, used, state, virtualMachines };
  return emulatorResource(subscriptionId, 'hosts', name, properties);
}
