import {
  ARMABLE_FAULTS,
  canStrike,
  guestFaultOf,
  operationNameOf,
  type FaultSpec,
  type ParameterName,
} from '#libs/platform-faults';
import { refusal, type Refusal } from '#libs/refusal';
import type { VmPipeline } from '#libs/vm-operations';
import { faultsSchema } from '../emulation/fault-schema.js';
import { PIPELINES } from '../operations/pipelines.js';
import { REQUEST_NAMES } from './request-subject.js';

/** Names of the operations on VMs, as faults name them. */
export const OPERATION_NAMES: readonly string[] = PIPELINES.map(({ name }) => operationNameOf(name));

/** Why a fault would never do what is asked of it: one refusal per member, none for a fault that can be armed. */
export function checkFault(spec: FaultSpec): readonly Refusal[] {
  const { place } = ARMABLE_FAULTS[spec.kind];
  return [
    ...checkParameters(spec),
    ...checkTarget(spec),
    ...(place === 'request' ? checkRequests(spec) : checkOperations(spec)),
  ];
}

function wrong(member: string, text: string): Refusal {
  const target = `properties.${member}`;
  return refusal('fault-invalid', `${target} ${text}`, { target });
}

function checkParameters({ kind, parameters }: FaultSpec): readonly Refusal[] {
  const { parameters: taken } = ARMABLE_FAULTS[kind];
  const given = Object.keys(parameters) as ParameterName[];
  const list = taken.length === 0 ? 'no parameters' : taken.join(', ');
  const unknown = given
    .filter((name) => !taken.includes(name))
    .map((name) => wrong(`parameters.${name}`, `is not for ${kind}, which takes ${list}`));
  return unknown.length > 0 ? unknown : checkGuestFault({ kind, parameters });
}

/** A fault of the guest must be one that could be set for a VM. */
function checkGuestFault({ kind, parameters }: Pick<FaultSpec, 'kind' | 'parameters'>): readonly Refusal[] {
  const fault = guestFaultOf(kind, parameters);
  if (fault === undefined) return [];
  const result = faultsSchema.safeParse([fault]);
  return result.success
    ? []
    : result.error.issues.map(({ path, message }) =>
        wrong(`parameters.${String(path.at(-1) ?? 'slot')}`, `is not what ${kind} needs: ${message}`),
      );
}

function checkTarget({ kind, target }: FaultSpec): readonly Refusal[] {
  const { place, needs } = ARMABLE_FAULTS[kind];
  const members = (['host', 'size'] as const).filter((member) => target[member] !== undefined);
  if (place === 'request') {
    return members.map((member) => wrong(`target.${member}`, `cannot be told of a request (${kind})`));
  }
  const isOnNone = needs === 'placement' || needs === 'hibernated';
  return isOnNone && target.host !== undefined
    ? [wrong('target.host', `means nothing to ${kind}: a VM that is placed is not on a host yet`)]
    : [];
}

function checkRequests({ operations = [] }: FaultSpec): readonly Refusal[] {
  return operations.flatMap((name, index) =>
    REQUEST_NAMES.includes(name)
      ? []
      : [wrong(`operations[${index}]`, `is ${JSON.stringify(name)}, not one of ${REQUEST_NAMES.join(', ')}`)],
  );
}

function checkOperations({ kind, operations, parameters }: FaultSpec): readonly Refusal[] {
  const { step, moment } = parameters;
  const struck = PIPELINES.filter((pipeline) => canStrike(kind, pipeline, step));
  const names = struck.map(({ name }) => operationNameOf(name));
  if (step !== undefined && struck.length === 0) {
    return [
      wrong('parameters.step', `is ${JSON.stringify(step)}, a step of no operation that ${kind} strikes`),
    ];
  }
  const refusals = (operations ?? []).flatMap((name, index) => {
    if (names.includes(name)) return [];
    const others = OPERATION_NAMES.includes(name) ? `which ${kind} does not strike` : 'no operation on VMs';
    return [wrong(`operations[${index}]`, `is ${JSON.stringify(name)}, ${others}: ${names.join(', ')}`)];
  });
  return [...refusals, ...(moment === 'after' && !canComeAfter(struck, step) ? [NOT_AFTER] : [])];
}

const NOT_AFTER = wrong(
  'parameters.moment',
  'can be "after" only for a step that can be undone: name one in parameters.step',
);

function canComeAfter(pipelines: readonly VmPipeline[], wanted: string | undefined): boolean {
  return pipelines.some(({ steps }) =>
    steps.some(({ name, zone }) => name === wanted && zone === 'compensatable'),
  );
}
