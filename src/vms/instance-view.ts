import { hostOf } from '#libs/vm-lifecycle';
import type { VmView } from '../persistence/vm-view.repository.js';
import type { VmEcho } from './vm-echo.js';
import { vmStatuses, type InstanceStatus } from './vm-statuses.js';

/** Version that the agent of an emulated guest gives itself. It is none of a real agent: nobody installed one. */
const AGENT_VERSION = '0.0.0.0';

export interface InstanceViewDocument {
  readonly computerName?: string;
  readonly osName?: string;
  readonly osVersion?: string;
  readonly hyperVGeneration: unknown;
  readonly vmAgent?: object;
  readonly disks: readonly { readonly name: string; readonly statuses: readonly InstanceStatus[] }[];
  readonly extensions?: readonly object[];
  readonly statuses: readonly InstanceStatus[];
}

/** The instance view of a VM; what only its agent knows is absent while it is on no host (AZURE-36). */
export function instanceView(vm: VmView): InstanceViewDocument {
  const [osDisk] = vm.disks;
  return {
    ...(isOnHost(vm) ? fromInside(vm) : {}),
    hyperVGeneration: osDisk?.properties['hyperVGeneration'] ?? 'V2',
    disks: vm.disks.map(({ name }) => ({ name, statuses: [succeeded(vm)] })),
    statuses: vmStatuses(vm),
  };
}

/** Whether the VM holds a place on a host, running or not. */
export function isOnHost({ state }: Pick<VmView, 'state'>): boolean {
  return hostOf(state) !== undefined;
}

function fromInside(vm: VmView) {
  const { osProfile } = vm.spec as VmEcho;
  const [osName = '', osVersion = ''] = vm.distribution.split(' ');
  const computerName = osProfile?.['computerName'];
  return {
    computerName: typeof computerName === 'string' ? computerName : vm.name,
    osName: osName.toLowerCase(),
    osVersion,
    vmAgent: { vmAgentVersion: AGENT_VERSION, statuses: [agentStatus(vm)], extensionHandlers: [] },
    ...(vm.hibernationEnabled ? { extensions: [hibernationExtension(vm)] } : {}),
  };
}

/** A guest that hangs, or is off, answers nobody. */
function hasAnsweringGuest({ isGuestRunning, verdict, hibernationSeverity }: VmView): boolean {
  const isHung = [verdict?.severity, hibernationSeverity].includes('hung-or-undefined');
  return isGuestRunning && !isHung;
}

function agentStatus(vm: VmView): InstanceStatus {
  const time = vm.changedAt.toISOString();
  return hasAnsweringGuest(vm)
    ? {
        code: 'ProvisioningState/succeeded',
        level: 'Info',
        displayStatus: 'Ready',
        message: 'The guest answers.',
        time,
      }
    : {
        code: 'ProvisioningState/Unavailable',
        level: 'Warning',
        displayStatus: 'Not Ready',
        message: 'The guest does not answer.',
        time,
      };
}

/**
 * Whether the memory came back or the VM booted cold shows in the substatus of the hibernation extension alone
 * (AZURE-37). Azure documents the two for its Windows extension; here every VM that is enabled for hibernation
 * shows them, because its outcome could not be seen otherwise.
 */
function hibernationExtension(vm: VmView): object {
  const windows = vm.disks[0]?.properties['osType'] === 'Windows';
  const type = windows ? 'WindowsHibernateExtension' : 'LinuxHibernateExtension';
  return {
    name: windows ? 'AzureHibernateExtension' : type,
    type: `Microsoft.CPlat.Core.${type}`,
    typeHandlerVersion: '1.0',
    ...(hasAnsweringGuest(vm) ? { substatuses: [bootStatus(vm)] } : {}),
    statuses: [succeeded(vm)],
  };
}

function bootStatus({ verdict }: VmView): InstanceStatus {
  const isResumed = verdict?.severity === 'resumed' || verdict?.severity === 'resumed-degraded';
  return {
    code: `ComponentStatus/VMBootState/${isResumed ? 'Resume' : 'Start'}/succeeded`,
    level: 'Info',
    displayStatus: 'Provisioning succeeded',
    message: isResumed
      ? `The last resume succeeded: ${verdict.summary}.`
      : `The VM booted${reasonOf(verdict)}.`,
  };
}

function reasonOf(verdict: VmView['verdict']): string {
  return verdict === null ? '' : `: ${verdict.summary}`;
}

function succeeded({ changedAt }: VmView): InstanceStatus {
  return {
    code: 'ProvisioningState/succeeded',
    level: 'Info',
    displayStatus: 'Provisioning succeeded',
    time: changedAt.toISOString(),
  };
}
