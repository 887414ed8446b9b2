import type { ExplainedOperation } from '#libs/explanation';
import type { LogRecord } from '#libs/saga';
import type { Verdict } from '#libs/vm-operations';
import { pipelineNamed } from '../operations/pipelines.js';
import { listOperations, loadLog, type OperationRecord } from '../persistence/operation.repository.js';
import type { Sql } from '../persistence/sql.js';
import { explainedOperation } from './explained-operation.js';

/** What the operations of a VM tell about one of its verdicts. */
export interface VerdictOperation {
  readonly operation?: ExplainedOperation;
  /** Name of the host that the operation placed the VM on. */
  readonly placedOn?: string;
  /** Who began the hibernation before a start. */
  readonly hibernatedBy?: 'host' | 'guest';
}

type Act = Verdict['circumstances']['act'];

const PIPELINES: Readonly<Record<Act, readonly string[]>> = {
  start: ['start-vm', 'redeploy-stopped-vm'],
  hibernation: ['hibernate-vm', 'self-hibernate-vm'],
};

/** Steps that reach a verdict when they end, one way or the other. */
const VERDICT_STEPS: Readonly<Record<Act, readonly string[]>> = {
  start: ['record-verdict'],
  hibernation: ['await-s4', 'signal-guest'],
};

/** Steps whose decision names the host that the VM goes to. */
const PLACING_STEPS: readonly string[] = ['place', 'reserve-move'];

/** How far back one looks: VMs are seldom asked for more between a verdict and its explanation. */
const LATEST_OPERATIONS = 50;

interface VerdictQuery {
  readonly subscriptionId: string;
  readonly vmId: string;
  readonly vmName: string;
  readonly act: Act;
}

/** The latest operation of a VM that has reached a verdict of this act. */
export async function findVerdictOperation(sql: Sql, query: VerdictQuery): Promise<VerdictOperation> {
  const { subscriptionId, vmName, vmId, act } = query;
  const latest = await listOperations(sql, { subscriptionId, vmName, limit: LATEST_OPERATIONS });
  // Names are unique in a group only.
  const ofVm = latest.filter((operation) => operation.vmId === vmId);
  for (const [at, operation] of ofVm.entries()) {
    if (!PIPELINES[act].includes(operation.pipeline)) continue;
    const log = await loadLog(sql, operation.id);
    if (!hasReachedVerdict(log, act)) continue;
    return told(operation, log, act === 'start' ? hibernationBefore(ofVm.slice(at + 1)) : undefined);
  }
  return {};
}

function hasReachedVerdict(log: readonly LogRecord[], act: Act): boolean {
  return log.some(({ event }) => {
    const isEnd = event.kind.startsWith('succeeded') || (event.kind === 'failed' && act === 'hibernation');
    return isEnd && VERDICT_STEPS[act].includes(event.step) && !isAccepted(event);
  });
}

/** A guest that has accepted a request has done nothing yet (R88). */
function isAccepted(event: LogRecord['event']): boolean {
  return event.step === 'signal-guest' && event.kind.startsWith('succeeded');
}

function told(
  { id, pipeline }: OperationRecord,
  log: readonly LogRecord[],
  hibernation: OperationRecord | undefined,
): VerdictOperation {
  const placedOn = hostOfPlace(log);
  return {
    operation: explainedOperation(id, pipelineNamed(pipeline), log),
    ...(placedOn === undefined ? {} : { placedOn }),
    ...(hibernation === undefined
      ? {}
      : { hibernatedBy: hibernation.pipeline === 'self-hibernate-vm' ? 'guest' : 'host' }),
  };
}

function hibernationBefore(older: readonly OperationRecord[]): OperationRecord | undefined {
  return older.find(
    ({ pipeline, status }) => PIPELINES.hibernation.includes(pipeline) && status === 'succeeded',
  );
}

function hostOfPlace(log: readonly LogRecord[]): string | undefined {
  const placed = log.findLast(
    ({ event }) => event.kind === 'started' && PLACING_STEPS.includes(event.step),
  )?.event;
  if (placed?.kind !== 'started') return undefined;
  const { hostName } = placed.decision as { readonly hostName?: unknown };
  return typeof hostName === 'string' ? hostName : undefined;
}
