import type { LogRecord } from '#libs/saga';
import type { Verdict } from '#libs/vm-operations';
import { type RefusalDocument, refusalDocument } from '../errors/refusal-document.js';
import { type ArmEnvelope, emulatorResource } from '../emulator-namespace/emulator-resource.js';
import { pipelineNamed } from '../operations/pipelines.js';
import type { OperationRecord, OperationState } from '../persistence/operation.repository.js';
import { type StepView, stepViews } from './step-views.js';

export interface OperationProperties {
  readonly pipeline: string;
  readonly status: OperationState;
  readonly resourceId: string;
  readonly vmName: string;
  readonly createdTime: string;
  readonly endTime?: string;
  /** Emulated time until which a step waits, ms since 1970. */
  readonly waitUntilMs?: number;
  /** Emulated ms that the operation has taken so far. */
  readonly tookMs: number;
  readonly isCancelRequested?: true;
  readonly error?: RefusalDocument;
  readonly jobName?: string;
  /** Names of the armed faults that have struck it. */
  readonly faults?: readonly string[];
  /** Outputs of the steps are left out of lists. */
  readonly steps: readonly StepView[];
  readonly verdict?: Verdict;
  /** On demand: the events that the rest is folded from. */
  readonly log?: readonly LogRecord[];
}

export type OperationDocument = ArmEnvelope<OperationProperties>;

/** An operation with its log. */
export interface LoggedOperation {
  readonly operation: OperationRecord;
  readonly log: readonly LogRecord[];
  readonly jobName?: string;
  /** Emulated time, ms. */
  readonly nowMs: number;
}

export function operationDocument(
  { operation, log, jobName, nowMs }: LoggedOperation,
  { withLog = false }: { readonly withLog?: boolean } = {},
): OperationDocument {
  const { id, subscriptionId, pipeline, status, refusal, verdict } = operation;
  return emulatorResource(subscriptionId, 'operations', id, {
    pipeline,
    status,
    resourceId: operation.resourceId,
    vmName: operation.vmName,
    createdTime: operation.createdAt.toISOString(),
    ...(operation.endedAt === null ? {} : { endTime: operation.endedAt.toISOString() }),
    ...(operation.waitUntilMs === null ? {} : { waitUntilMs: operation.waitUntilMs }),
    tookMs: tookMs(operation, log, nowMs),
    ...(operation.cancelRequested ? { isCancelRequested: true as const } : {}),
    ...(refusal === null ? {} : { error: refusalDocument(refusal) }),
    ...(jobName === undefined ? {} : { jobName }),
    ...(operation.effects === null ? {} : { faults: operation.effects.map(({ faultName }) => faultName) }),
    steps: stepViews(pipelineNamed(pipeline), log),
    ...(verdict === null ? {} : { verdict }),
    ...(withLog ? { log } : {}),
  });
}

/** While it runs, an operation has also taken the time that has passed since its last event. */
function tookMs({ status }: OperationRecord, log: readonly LogRecord[], nowMs: number): number {
  const [first, last] = [log[0], log.at(-1)];
  if (first === undefined || last === undefined) return 0;
  const untilMs = status === 'running' ? Math.max(last.atMs, Math.floor(nowMs)) : last.atMs;
  return Math.max(0, untilMs - first.atMs);
}
