import type { ArmableKind } from './catalogue.js';
import type { FaultParameters } from './parameters.js';

/** Which VMs or requests a fault is about: all of these at once; none of them: a whole subscription. */
export interface FaultTarget {
  /** Resource id of a VM, in any letter case. */
  readonly vm?: string;
  readonly group?: string;
  /** The host that the VM is on when its operation begins. */
  readonly host?: string;
  readonly size?: string;
}

export interface FaultSpec {
  readonly kind: ArmableKind;
  readonly target: FaultTarget;
  /** Absent: those that the kind strikes by itself. */
  readonly operations?: readonly string[];
  /** How often it strikes. */
  readonly times: number | 'unlimited';
  /** Chance that it strikes what it matches, 0 to 1; absent: always. */
  readonly probability?: number;
  /** What the chances are drawn from: the same seed, the same sequence. */
  readonly seed: number;
  readonly parameters: FaultParameters;
}

/** A fault in force, as far as it has come. */
export interface ArmedFault {
  readonly id: string;
  readonly name: string;
  readonly spec: FaultSpec;
  /** Strikes left; `null`: no end. */
  readonly remaining: number | null;
  /** Chances drawn so far. */
  readonly draws: number;
}

/** An operation that begins, as faults see it. */
export interface OperationSubject {
  /** Name of its pipeline. */
  readonly pipeline: string;
  readonly vmId: string;
  readonly groupName: string;
  readonly sizeName: string;
  /** Absent: the VM is on no host. */
  readonly hostName?: string;
  readonly isHibernated: boolean;
}

/** A request, as faults see it. */
export interface RequestSubject {
  /** Every name it goes by: `put` and `create`, `post` and `hibernate`. */
  readonly operations: readonly string[];
  readonly groupName?: string;
  /** Of the VM that its path names. */
  readonly vmId?: string;
}

/** What an operation is called by the name of its pipeline: `power-off-vm` is `powerOff`. */
export function operationNameOf(pipeline: string): string {
  return pipeline.replace(/-vm$/, '').replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
