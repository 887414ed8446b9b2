import { hostOf } from '#libs/vm-lifecycle';
import { HIBERNATION_PUBLISHER, isHibernationExtension } from '#libs/vm-operations';
import { extensionView, type ExtensionView } from '../extensions/extension-document.js';
import type { StoredExtension } from '../persistence/extension.repository.js';
import type { VmView } from '../persistence/vm-view.repository.js';
import type { InstanceStatus } from './instance-status.js';
import type { VmEcho } from './vm-echo.js';
import { vmStatuses } from './vm-statuses.js';

/** Version that the agent of an emulated guest gives itself. It is none of a real agent: nobody installed one. */
const AGENT_VERSION = '0.0.0.0';

export interface InstanceViewDocument {
  readonly computerName?: string;
  readonly osName?: string;
  readonly osVersion?: string;
  readonly hyperVGeneration: unknown;
  readonly vmAgent?: object;
  readonly disks: readonly { readonly name: string; readonly statuses: readonly InstanceStatus[] }[];
  readonly bootDiagnostics?: object;
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
    ...bootDiagnostics(vm),
    statuses: vmStatuses(vm),
  };
}

/** There while they are enabled; links to them are asked for by themselves. */
function bootDiagnostics({ spec }: VmView): { readonly bootDiagnostics?: object } {
  const profile = (spec as VmEcho).properties?.['diagnosticsProfile'] as
    { readonly bootDiagnostics?: { readonly enabled?: unknown } } | undefined;
  return profile?.bootDiagnostics?.enabled === true ? { bootDiagnostics: {} } : {};
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
    vmAgent: {
      vmAgentVersion: AGENT_VERSION,
      statuses: [agentStatus(vm)],
      extensionHandlers: vm.extensions.map(handlerOf),
    },
    ...extensionViews(vm),
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

function handlerOf({ spec, changedAt }: StoredExtension): object {
  return {
    type: `${spec.publisher}.${spec.type}`,
    typeHandlerVersion: spec.typeHandlerVersion,
    status: {
      code: 'ProvisioningState/succeeded',
      level: 'Info',
      displayStatus: 'Ready',
      message: 'The extension is at hand.',
      time: changedAt,
    },
  };
}

/**
 * Whether the memory came back or the VM booted cold shows in the substatus of the hibernation extension alone
 * (AZURE-37). Azure documents the two for its Windows extension; here every VM that is enabled for hibernation
 * shows them, also a Linux VM whose guest was set up without the extension: its outcome could not be seen otherwise.
 */
function extensionViews(vm: VmView): { readonly extensions?: readonly ExtensionView[] } {
  const views = vm.extensions.map((extension) => extensionViewOf(vm, extension));
  const isInstalled = vm.extensions.some(({ spec }) => isHibernationExtension(spec));
  const all = vm.hibernationEnabled && !isInstalled ? [...views, impliedExtension(vm)] : views;
  return all.length === 0 ? {} : { extensions: all };
}

/** An extension of a VM, with what it says of the guest. */
export function extensionViewOf(vm: VmView, extension: StoredExtension): ExtensionView {
  const tellsBoot = isHibernationExtension(extension.spec) && hasAnsweringGuest(vm);
  return extensionView(extension, tellsBoot ? [bootStatus(vm)] : []);
}

function impliedExtension(vm: VmView): ExtensionView {
  const type = 'LinuxHibernateExtension';
  return {
    name: type,
    type: `${HIBERNATION_PUBLISHER}.${type}`,
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
