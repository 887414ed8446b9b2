import type { FaultParameters, FaultTarget } from '#libs/platform-faults';
import { type ArmEnvelope, emulatorResource } from '../emulator-namespace/emulator-resource.js';
import type { FaultHit, FaultStatus, StoredFault } from '../persistence/armed-fault.repository.js';

export interface FaultProperties {
  readonly kind: string;
  readonly target: FaultTarget;
  readonly operations?: readonly string[];
  readonly times: number | 'unlimited';
  readonly probability?: number;
  readonly seed: number;
  readonly parameters: FaultParameters;
  /** `spent`: it has struck as often as it was armed for. */
  readonly status: FaultStatus;
  /** Strikes left; absent: no end. */
  readonly remaining?: number;
  readonly hits: number;
  readonly armedAt: string;
  readonly lastHitAt?: string;
  /** The latest strikes, newest first. Left out of lists. */
  readonly struck?: readonly StruckDocument[];
}

export interface StruckDocument {
  /** 1 for the first strike. */
  readonly hit: number;
  /** Absent: a request. */
  readonly operationId?: string;
  /** The resource of the operation, or method and path of the request. */
  readonly what: string;
  readonly at: string;
  /** Emulated time. */
  readonly emulatedTime: string;
}

export type FaultDocument = ArmEnvelope<FaultProperties>;

export function faultDocument(fault: StoredFault, struck?: readonly FaultHit[]): FaultDocument {
  const { kind, target, operations, times, probability, seed, parameters } = fault.spec;
  return emulatorResource(fault.subscriptionId, 'faults', fault.name, {
    kind,
    target,
    ...(operations === undefined ? {} : { operations }),
    times,
    ...(probability === undefined ? {} : { probability }),
    seed,
    parameters,
    status: fault.status,
    ...(fault.remaining === null ? {} : { remaining: fault.remaining }),
    hits: fault.hits,
    armedAt: fault.armedAt.toISOString(),
    ...(fault.lastHitAt === null ? {} : { lastHitAt: fault.lastHitAt.toISOString() }),
    ...(struck === undefined ? {} : { struck: struck.map(struckDocument) }),
  });
}

function struckDocument({ hit, operationId, struck, at, atMs }: FaultHit): StruckDocument {
  return {
    hit,
    ...(operationId === null ? {} : { operationId }),
    what: struck,
    at: at.toISOString(),
    emulatedTime: new Date(atMs).toISOString(),
  };
}
