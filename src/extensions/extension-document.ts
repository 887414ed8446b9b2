import type { StoredExtension } from '../persistence/extension.repository.js';
import type { InstanceStatus } from '../vms/instance-status.js';

export interface ExtensionDocument {
  readonly id: string;
  readonly name: string;
  readonly type: 'Microsoft.Compute/virtualMachines/extensions';
  readonly location: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Extensions whose names are their types are shown by this id. `vmId`: the ARM id of the VM. */
export function extensionDocument(vmId: string, extension: StoredExtension): ExtensionDocument {
  const { name, location, tags, spec, provisioningState } = extension;
  return {
    name,
    id: `${vmId}/extensions/${name}`,
    type: 'Microsoft.Compute/virtualMachines/extensions',
    location,
    ...(Object.keys(tags).length === 0 ? {} : { tags }),
    properties: { ...spec, provisioningState },
  };
}

export interface ExtensionView {
  readonly name: string;
  readonly type: string;
  readonly typeHandlerVersion: string;
  readonly substatuses?: readonly InstanceStatus[];
  readonly statuses: readonly InstanceStatus[];
}

/** How an extension fared, as the instance view of its VM lists it. `substatuses`: what it says of the guest. */
export function extensionView(
  extension: StoredExtension,
  substatuses: readonly InstanceStatus[] = [],
): ExtensionView {
  const { name, spec } = extension;
  return {
    name,
    type: `${spec.publisher}.${spec.type}`,
    typeHandlerVersion: spec.typeHandlerVersion,
    ...(substatuses.length === 0 ? {} : { substatuses }),
    statuses: [extensionStatus(extension)],
  };
}

function extensionStatus({ provisioningState, message, changedAt: time }: StoredExtension): InstanceStatus {
  switch (provisioningState) {
    case 'Succeeded':
      return {
        code: 'ProvisioningState/succeeded',
        level: 'Info',
        displayStatus: 'Provisioning succeeded',
        time,
      };
    case 'Failed':
      return {
        code: 'ProvisioningState/failed/1',
        level: 'Error',
        displayStatus: 'Provisioning failed',
        ...(message === null ? {} : { message }),
        time,
      };
    case 'Creating':
    case 'Updating':
      return {
        code: `ProvisioningState/${provisioningState.toLowerCase()}`,
        level: 'Info',
        displayStatus: provisioningState,
        time,
      };
  }
}
