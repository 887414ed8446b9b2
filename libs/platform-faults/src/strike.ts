import { mix32, Random, seedFrom } from '#libs/determinism';
import { refusal, type Refusal } from '#libs/refusal';
import type { Zone } from '#libs/saga';
import {
  operationNameOf,
  type ArmedFault,
  type FaultSpec,
  type OperationSubject,
  type RequestSubject,
} from './armed-fault.js';
import { ARMABLE_FAULTS, guestFaultOf, type ArmableKind } from './catalogue.js';
import { endsOperation, type OperationEffect, type RequestEffect } from './effects.js';
import type { FaultNeed } from './fault-entry.js';
import { FAULT_PARAMETERS, type FaultParameters } from './parameters.js';

/** A pipeline as faults see it: the names and zones of its steps, in order. */
export interface PipelineShape {
  readonly name: string;
  readonly steps: readonly { readonly name: string; readonly zone: Zone }[];
}

/** Work of the platform itself, which no fault strikes unless it is named. */
const OWN_OPERATIONS = ['recover'];

/** What became of one fault that was looked at. Faults that do not match are not reported. */
export interface Considered<Effect> {
  readonly fault: ArmedFault;
  /** Absent: the chance was drawn and it missed. */
  readonly effect?: Effect;
}

/**
 * What strikes an operation that begins, of faults in the order in which they were armed. Of several that would
 * make it fail only the first strikes; the others wait for another operation.
 */
export function strikeOperation(
  faults: readonly ArmedFault[],
  subject: OperationSubject,
  pipeline: PipelineShape,
): readonly Considered<OperationEffect>[] {
  const considered: Considered<OperationEffect>[] = [];
  for (const fault of faults) {
    const effect = matchesOperation(fault.spec, subject, pipeline)
      ? operationEffect(fault, pipeline)
      : undefined;
    if (effect === undefined) continue;
    const isTaken =
      endsOperation(effect) && considered.some((other) => other.effect && endsOperation(other.effect));
    if (!isTaken) considered.push(hits(fault) ? { fault, effect } : { fault });
  }
  return considered;
}

/** What strikes a request: the first fault that matches and whose chance hits. */
export function strikeRequest(
  faults: readonly ArmedFault[],
  subject: RequestSubject,
): readonly Considered<RequestEffect>[] {
  const considered: Considered<RequestEffect>[] = [];
  for (const fault of faults) {
    if (!matchesRequest(fault.spec, subject)) continue;
    if (hits(fault)) return [...considered, { fault, effect: requestEffect(fault) }];
    considered.push({ fault });
  }
  return considered;
}

/** Whether the next chance of a fault hits. Each is drawn from the seed and its own number, so none depends on another. */
export function hits({ spec: { probability, seed }, draws }: Pick<ArmedFault, 'spec' | 'draws'>): boolean {
  if (probability === undefined) return true;
  const drawn = new Random(mix32(seed) ^ seedFrom(String(draws))).next();
  return drawn < probability * 2 ** 32;
}

/** Whether a kind can strike an operation with these steps at all, whatever its VM. */
export function canStrike(kind: ArmableKind, pipeline: PipelineShape, step?: string): boolean {
  const entry = ARMABLE_FAULTS[kind];
  if (entry.place === 'request') return false;
  if (entry.place === 'guest') return true;
  const { operations } = entry;
  if (operations !== undefined && !operations.includes(operationNameOf(pipeline.name))) return false;
  return stepOf(kind, pipeline, step) !== undefined;
}

function matchesOperation(
  { kind, target, operations, parameters }: FaultSpec,
  subject: OperationSubject,
  pipeline: PipelineShape,
): boolean {
  const name = operationNameOf(subject.pipeline);
  if (operations === undefined ? OWN_OPERATIONS.includes(name) : !operations.includes(name)) return false;
  const { operations: own, needs } = ARMABLE_FAULTS[kind];
  return (
    (own === undefined || own.includes(name)) &&
    (needs === undefined || meets(needs, subject, stepOf(kind, pipeline, parameters.step))) &&
    isSame(target.vm, subject.vmId) &&
    isSame(target.group, subject.groupName) &&
    isSame(target.host, subject.hostName) &&
    isSame(target.size, subject.sizeName)
  );
}

function meets(
  need: FaultNeed,
  { hostName, isHibernated, pipeline }: OperationSubject,
  step: string | undefined,
): boolean {
  switch (need) {
    case 'placement':
      // What moves looks for another place; what starts on its host does not.
      return hostName === undefined || step === 'reserve-move';
    case 'hibernated':
      return isHibernated;
    case 'host':
      // What starts or is created gets its host on the way.
      return hostName !== undefined || /^(start|create)-vm$/.test(pipeline);
  }
}

function matchesRequest({ target, operations }: FaultSpec, subject: RequestSubject): boolean {
  return (
    (operations === undefined || operations.some((name) => subject.operations.includes(name))) &&
    isSame(target.vm, subject.vmId) &&
    isSame(target.group, subject.groupName)
  );
}

/** Names and ids compare without regard to letter case (ARM-4). */
function isSame(wanted: string | undefined, actual: string | undefined): boolean {
  return wanted === undefined || wanted.toLowerCase() === actual?.toLowerCase();
}

function operationEffect(
  { id, name, spec }: ArmedFault,
  pipeline: PipelineShape,
): OperationEffect | undefined {
  const { kind, parameters } = spec;
  const origin = { faultId: id, faultName: name };
  const guestFault = guestFaultOf(kind, parameters);
  if (guestFault !== undefined) return { ...origin, kind: 'guest-fault', fault: guestFault };
  const step = stepOf(kind, pipeline, parameters.step);
  if (step === undefined) return undefined;
  switch (kind) {
    case 'slow-operation':
      return {
        ...origin,
        kind: 'takes-longer',
        step,
        delayMs: parameters.delayMs ?? FAULT_PARAMETERS.delayMs.preset,
      };
    case 'stuck-operation':
      return { ...origin, kind: 'holds', step };
    case 'host-failure':
      return { ...origin, kind: 'host-fails', step, refusal: refusalOf(kind, name, parameters) };
    case 'extension-failed':
      return { ...origin, kind: 'extension-fails', step, refusal: refusalOf(kind, name, parameters) };
    case 'lost-operation-status':
      return {
        ...origin,
        kind: 'status-lost',
        polls: parameters.polls ?? FAULT_PARAMETERS.polls.preset,
        refusal: lostStatusRefusal(name, parameters),
      };
    default: {
      const moment = parameters.moment ?? FAULT_PARAMETERS.moment.preset;
      return { ...origin, kind: 'fails', step, moment, refusal: refusalOf(kind, name, parameters) };
    }
  }
}

function requestEffect({ name, spec: { kind, parameters } }: ArmedFault): RequestEffect {
  if (kind === 'connection-reset') {
    return { kind: 'breaks-connection', moment: parameters.moment ?? FAULT_PARAMETERS.moment.preset };
  }
  const refused = refusalOf(kind, name, parameters);
  if (kind === 'internal-server-error') return { kind: 'answers', refusal: refused };
  const { retryAfterSeconds = FAULT_PARAMETERS.retryAfterSeconds.preset } = parameters;
  return { kind: 'answers', refusal: refused, retryAfterSeconds };
}

/** Where a kind strikes a pipeline: at the step asked for, or else at the first of its own that the pipeline has. */
function stepOf(kind: ArmableKind, { steps }: PipelineShape, wanted: string | undefined): string | undefined {
  const own = wanted === undefined ? (ARMABLE_FAULTS[kind].steps ?? []) : [wanted];
  for (const name of own) {
    const found = steps.find((step) => (name === 'pivot' ? step.zone === 'pivot' : step.name === name));
    if (found !== undefined) return found.name;
  }
  // What is created has no pivot: its last step that can be undone stands in for it.
  return own.includes('pivot') ? steps.findLast(({ zone }) => zone === 'compensatable')?.name : undefined;
}

function refusalOf(kind: ArmableKind, name: string, { message }: FaultParameters): Refusal {
  const { code, rule } = ARMABLE_FAULTS[kind];
  if (code === undefined) throw new Error(`faults of kind ${kind} refuse nothing`);
  return refusal(code, message ?? `fault ${name} was armed for it`, { rule });
}

function lostStatusRefusal(name: string, { status = '404', message }: FaultParameters): Refusal {
  const detail = message ?? `fault ${name} was armed for it`;
  switch (status) {
    case '404':
      return refusal('operation-not-found', detail);
    case '500':
      return refusal('server-error', detail);
    case '503':
      return refusal('status-unavailable', detail);
  }
}
