import {
  ARMABLE_FAULTS,
  ARMABLE_KINDS,
  canStrike,
  FAULT_PARAMETERS,
  operationNameOf,
  type ArmableKind,
  type FaultParameter,
  type PlatformFaultEntry,
} from '#libs/platform-faults';
import { ERROR_TABLE } from '../errors/error-table.js';
import { PIPELINES } from '../operations/pipelines.js';
import { REQUEST_NAMES } from './request-subject.js';

/** One kind of fault as the catalogue shows it. */
export interface FaultKindProperties {
  readonly place: PlatformFaultEntry['place'];
  readonly summary: string;
  readonly rule: string;
  readonly source: string;
  readonly seenIn: PlatformFaultEntry['seenIn'];
  /** What clients of Azure Resource Manager see; absent where nothing fails. */
  readonly error?: { readonly code: string; readonly httpStatus: number };
  readonly operations: readonly string[];
  readonly steps?: readonly string[];
  readonly parameters: Readonly<Record<string, FaultParameter>>;
}

export const FAULT_KIND_DOCUMENTS: readonly (FaultKindProperties & { readonly kind: ArmableKind })[] =
  ARMABLE_KINDS.map(kindDocument);

function kindDocument(kind: ArmableKind): FaultKindProperties & { readonly kind: ArmableKind } {
  const { place, summary, rule, source, seenIn, code, steps, parameters } = ARMABLE_FAULTS[kind];
  const error = code === undefined ? undefined : ERROR_TABLE[code];
  return {
    kind,
    place,
    summary,
    rule,
    source,
    seenIn,
    ...(error === undefined
      ? {}
      : // The status of an operation that failed is answered with 200 whatever the code (ARM-7).
        {
          error: { code: error.armCode, httpStatus: seenIn === 'operation status' ? 200 : error.httpStatus },
        }),
    operations:
      place === 'request'
        ? REQUEST_NAMES
        : PIPELINES.filter((pipeline) => canStrike(kind, pipeline)).map(({ name }) => operationNameOf(name)),
    ...(steps === undefined ? {} : { steps }),
    parameters: Object.fromEntries(parameters.map((name) => [name, FAULT_PARAMETERS[name]])),
  };
}
