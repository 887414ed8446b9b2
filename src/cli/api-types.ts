/**
 * The REST documents that the command line reads, as far as it reads them. Members that it only passes on (`--output
 * json` prints what REST returns) are not listed.
 */
import type { GuidPolicy } from '#libs/guid-policy';
import type { HostGeneration, HostState, Resources } from '#libs/hosts';
import type { Fault, GuestProfile } from '#libs/linux-guest';
import type { Zone } from '#libs/saga';
import type { Verdict } from '#libs/vm-operations';

export interface ArmResource<Properties> {
  readonly id: string;
  readonly name: string;
  readonly type?: string;
  readonly location?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly properties: Properties;
}

export interface ArmErrorBody {
  readonly code: string;
  readonly message: string;
  readonly target?: string;
  readonly details?: readonly { readonly code: string; readonly message: string; readonly target?: string }[];
  readonly additionalInfo?: readonly {
    readonly type: string;
    readonly info?: { readonly code?: string; readonly rule?: string; readonly remedy?: string };
  }[];
}

export type GroupDocument = ArmResource<{ readonly provisioningState?: string }>;

export interface InstanceStatus {
  readonly code: string;
  readonly displayStatus?: string;
  readonly level?: string;
  readonly message?: string;
}

export type VmDocument = ArmResource<{
  readonly hardwareProfile?: { readonly vmSize?: string };
  readonly additionalCapabilities?: { readonly hibernationEnabled?: boolean };
  readonly provisioningState?: string;
  readonly storageProfile?: {
    readonly osDisk?: { readonly name?: string; readonly diskSizeGB?: number };
    readonly dataDisks?: readonly {
      readonly lun: number;
      readonly name?: string;
      readonly diskSizeGB?: number;
    }[];
  };
  readonly networkProfile?: { readonly networkInterfaces?: readonly { readonly id: string }[] };
  readonly instanceView?: { readonly statuses?: readonly InstanceStatus[] };
}>;

/** How the last start of a VM, or an operation, ended for the guest. */
export type VerdictDocument = Verdict;

export interface PlacementDocument {
  readonly strategy?: string;
  readonly hostName?: string;
  readonly cluster?: string;
}

/** What may be written of the emulation of a VM. */
export interface EmulationSettings {
  readonly policy?: string | null;
  readonly guestProfile?: string;
  readonly guestOverrides?: Readonly<Record<string, unknown>>;
  readonly placement?: PlacementDocument;
  readonly faults?: readonly Fault[];
}

export type EmulationDocument = ArmResource<
  EmulationSettings & {
    readonly policyInForce?: string;
    /** Fields of the guest that take effect when it boots again. */
    readonly awaitingBoot?: readonly string[];
    readonly hostName?: string;
    readonly bootId?: string;
    readonly clock?: string;
    readonly devices?: readonly {
      readonly slot: string;
      readonly classGuid: string;
      readonly instanceGuid: string;
    }[];
    readonly hibernation?: { readonly image?: { readonly bytes: number } };
    readonly verdict?: VerdictDocument;
    readonly lastHibernation?: VerdictDocument;
  }
>;

/** What can be seen from inside a running VM, as far as it is printed. */
export type GuestViewDocument = ArmResource<{
  readonly devices: readonly {
    readonly slot: string;
    readonly instanceGuid: string;
    /** -1: not offered any more. */
    readonly relid: number;
    readonly driver?: string;
    readonly isOpen: boolean;
    readonly subChannels: number;
    readonly resumeError?: number;
  }[];
  readonly listings: { readonly lsvmbus: string; readonly sysfs: string };
}>;

export type StepStatus =
  'pending' | 'running' | 'waiting' | 'done' | 'skipped' | 'failed' | 'undoing' | 'undone' | 'undo-failed';

export interface StepDocument {
  readonly name: string;
  readonly zone: Zone;
  readonly rules?: readonly string[];
  readonly status: StepStatus;
  /** Emulated ms after the first event of the operation. */
  readonly startedAtMs?: number;
  readonly endedAtMs?: number;
  /** Why a step was skipped or failed. */
  readonly reason?: string;
  readonly output?: unknown;
}

export interface OperationProblem {
  readonly code: string;
  readonly message: string;
  readonly rule?: string;
  readonly remedy?: string;
  readonly armCode?: string;
}

export type OperationState = 'running' | 'succeeded' | 'failed' | 'stuck' | 'canceled';

export interface LoggedEvent {
  readonly seq: number;
  readonly atMs: number;
  readonly event: { readonly kind: string; readonly step: string; readonly [member: string]: unknown };
}

export type OperationDocument = ArmResource<{
  readonly pipeline: string;
  readonly status: OperationState;
  readonly resourceId?: string;
  readonly vmName?: string;
  readonly createdTime?: string;
  readonly endTime?: string;
  /** Emulated time until which a step waits. */
  readonly waitUntilMs?: number;
  /** Emulated ms that the operation has taken so far. */
  readonly tookMs?: number;
  readonly error?: OperationProblem;
  readonly jobName?: string;
  readonly steps: readonly StepDocument[];
  readonly verdict?: VerdictDocument;
  readonly log?: readonly LoggedEvent[];
}>;

export type HostDocument = ArmResource<{
  readonly cluster: string;
  readonly generation: HostGeneration;
  readonly capacity: Resources;
  readonly used: Resources;
  readonly state: HostState;
  readonly virtualMachines?: readonly {
    readonly id: string;
    readonly name: string;
    readonly powerState?: string;
  }[];
  /** Operations that the failure of the host has started. */
  readonly operations?: readonly string[];
}>;

export type PolicyDocument = ArmResource<
  Omit<GuidPolicy, 'name'> & {
    readonly version?: number;
    readonly isBuiltIn?: boolean;
    readonly isActive?: boolean;
  }
>;

export type ProfileDocument = ArmResource<Omit<GuestProfile, 'name'> & { readonly isBuiltIn?: boolean }>;

export type ClockDocument = ArmResource<{
  readonly mode: 'immediate' | 'scaled' | 'manual';
  readonly factor?: number;
  readonly emulatedTime?: string;
  readonly [member: string]: unknown;
}>;

/** An armed fault. */
export type FaultDocument = ArmResource<{
  readonly kind: string;
  readonly target: {
    readonly vm?: string;
    readonly group?: string;
    readonly host?: string;
    readonly size?: string;
  };
  readonly operations?: readonly string[];
  readonly times: number | 'unlimited';
  readonly probability?: number;
  readonly seed: number;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly status: string;
  readonly remaining?: number;
  readonly hits: number;
  /** Left out of lists. */
  readonly struck?: readonly {
    readonly hit: number;
    readonly operationId?: string;
    readonly what: string;
    readonly emulatedTime: string;
  }[];
}>;

/** Where the metadata service of a VM is. Whoever knows the address is taken for the guest. */
export type MetadataEndpointDocument = ArmResource<{ readonly endpoint: string }>;

export type DeploymentDocument = ArmResource<{
  readonly provisioningState: string;
  readonly mode?: string;
  readonly timestamp?: string;
  /** ISO 8601, such as PT2M3S. */
  readonly duration?: string;
  readonly outputs?: Readonly<Record<string, { readonly value?: unknown }>>;
  readonly outputResources?: readonly { readonly id: string }[];
  readonly error?: Pick<ArmErrorBody, 'code' | 'message' | 'details'>;
}>;

export type JobState = 'waiting' | 'running' | 'succeeded' | 'failed' | 'partlyFailed' | 'canceled';

export interface JobItem {
  readonly resourceGroup: string;
  readonly vmName: string;
  readonly status: string;
  readonly operationId?: string;
  readonly attempts: number;
  readonly error?: { readonly code: string; readonly message: string };
}

export type JobDocument = ArmResource<{
  readonly action: string;
  readonly status: JobState;
  readonly concurrency?: number;
  /** When operations begin at the earliest, emulated time. */
  readonly startsAt?: string;
  readonly counts: Readonly<
    Record<'total' | 'pending' | 'running' | 'succeeded' | 'failed' | 'canceled', number>
  > & {
    readonly refused?: number;
  };
  readonly items?: readonly JobItem[];
  readonly createdTime?: string;
  readonly endTime?: string;
}>;

export type DiskDocument = ArmResource<{
  readonly diskSizeGB?: number;
  readonly diskState?: string;
  readonly supportsHibernation?: boolean;
  readonly provisioningState?: string;
}> & { readonly sku?: { readonly name?: string }; readonly managedBy?: string };
