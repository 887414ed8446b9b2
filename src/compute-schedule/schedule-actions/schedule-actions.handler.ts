import { randomUUID } from 'node:crypto';
import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource, type EntityManager } from 'typeorm';
import { refusal, type Refusal } from '#libs/refusal';
import { RefusalError } from '../../errors/refusal-error.js';
import type { Caller } from '../../identity/token-verifier.js';
import { actionRefusal, rightsNow } from '../../jobs/acting-caller.js';
import { JobDriver } from '../../jobs/job-driver.js';
import { vmResourceId } from '../../operations/begin-vm-operation.js';
import { emulatedNow, readClock } from '../../operations/emulated-clock.js';
import { findVmNames, insertItems } from '../../persistence/job-item.repository.js';
import { insertJob, type JobSpec, type JobVmName } from '../../persistence/job.repository.js';
import {
  findScheduledActions,
  findVmLocations,
  insertScheduledActions,
  type NewScheduledAction,
} from '../../persistence/scheduled-action.repository.js';
import { resourceIdOf } from '../../requests/arm-schemas.js';
import { actionDocument, errorOf, type ResourceOperation } from '../action-document.js';
import { deadlineInstant } from '../deadline.js';
import { ScheduleActionsCommand, type WantedActions } from './schedule-actions.command.js';

/** Operations of one request that are under way at once. */
const CONCURRENCY = 100;
/** How long after a failure an action is tried again (ASSUME-41). Unit: s. */
const RETRY_DELAY_SECONDS = 60;
const MINUTE_MS = 60_000;

const VM_ID = resourceIdOf('Microsoft.Compute', 'virtualMachines');

/** One id of a request: the VM that it names, or why nothing can be done to it. */
type Judged = { readonly id: string } & (
  | {
      readonly kind: 'accepted';
      readonly vm: JobVmName;
      readonly actionId: string;
      readonly position: number;
    }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
);

@CommandHandler(ScheduleActionsCommand)
export class ScheduleActionsHandler implements ICommandHandler<ScheduleActionsCommand> {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(JobDriver) private readonly driver: JobDriver,
  ) {}

  /** Throws `RefusalError` invalid-parameter for a deadline that is none, or is over. */
  async execute({ caller, wanted }: ScheduleActionsCommand): Promise<readonly ResourceOperation[]> {
    const { jobId, results } = await this.database.transaction(async (sql) => {
      const nowMs = Math.floor(emulatedNow(await readClock(sql), Date.now()));
      const startAtMs = startOf(wanted, nowMs);
      const judged = await judge(sql, caller, wanted);
      const accepted = judged.filter((one) => one.kind === 'accepted');
      const jobId = accepted.length === 0 ? undefined : await createJob(sql, wanted, startAtMs, accepted);
      if (jobId !== undefined) {
        await insertScheduledActions(
          sql,
          accepted.map((one) => newAction(caller, wanted, startAtMs, jobId, one)),
        );
      }
      return { jobId, results: await resultsOf(sql, wanted, judged) };
    });
    if (jobId !== undefined) await this.driver.advance(jobId);
    return results;
  }
}

/** Emulated time, ms, at which the actions begin: their deadline, whatever its type (ASSUME-40). */
function startOf({ deadline }: WantedActions, nowMs: number): number {
  if (deadline === undefined) return nowMs;
  const { text, timeZone } = deadline;
  const instant = deadlineInstant(text, timeZone);
  const target = { target: 'schedule.deadline' };
  if (instant === undefined) {
    const zone = timeZone === undefined ? '' : ` in time zone ${JSON.stringify(timeZone)}`;
    throw new RefusalError(
      refusal('invalid-parameter', `schedule.deadline is ${JSON.stringify(text)}, no instant${zone}`, target),
    );
  }
  if (instant < nowMs) {
    const now = new Date(nowMs).toISOString();
    throw new RefusalError(
      refusal('invalid-parameter', `schedule.deadline is ${text}, and it is ${now} already`, target),
    );
  }
  return instant;
}

async function judge(
  sql: EntityManager,
  caller: Caller,
  { subscriptionId, location, action, resourceIds }: WantedActions,
): Promise<readonly Judged[]> {
  const names = resourceIds.map((id) => vmNameOf(id, subscriptionId));
  const found = await findVmNames(
    sql,
    subscriptionId,
    names.map((name) => ('code' in name ? { resourceGroup: '', name: '' } : name)),
  );
  const locations = await findVmLocations(
    sql,
    subscriptionId,
    found.filter((name) => name !== undefined),
  );
  const rights = await rightsNow(sql, caller);
  const seen = new Set<string>();
  let position = 0;
  return resourceIds.map((id, index): Judged => {
    const name = names[index];
    if (name === undefined || 'code' in name) return { id, kind: 'refused', refusal: name ?? malformed(id) };
    const { resourceGroup, name: vmName } = found[index] ?? name;
    const vmId = vmResourceId({ subscriptionId, groupName: resourceGroup, vmName });
    const key = vmId.toLowerCase();
    const against =
      actionRefusal(caller, rights, action, vmId) ??
      (found[index] === undefined
        ? refusal('vm-not-found', `VM ${name.name} in group ${name.resourceGroup}`)
        : undefined) ??
      placeRefusal(vmName, locations.get(`${resourceGroup}/${vmName}`), location) ??
      (seen.has(key) ? refusal('invalid-parameter', `VM ${vmName} is named more than once`) : undefined);
    if (against !== undefined) return { id, kind: 'refused', refusal: against };
    seen.add(key);
    const vm = { resourceGroup, name: vmName };
    return { id, kind: 'accepted', vm, actionId: randomUUID(), position: position++ };
  });
}

function vmNameOf(id: string, subscriptionId: string): JobVmName | Refusal {
  const parsed = VM_ID.safeParse(id);
  if (!parsed.success) return malformed(id);
  if (parsed.data.subscriptionId !== subscriptionId) {
    return refusal('invalid-parameter', `${id} is in another subscription`);
  }
  return { resourceGroup: parsed.data.groupName, name: parsed.data.name };
}

function malformed(id: string): Refusal {
  return refusal('invalid-parameter', `${JSON.stringify(id)} is not the id of a VM`);
}

function placeRefusal(vmName: string, actual: string | undefined, wanted: string): Refusal | undefined {
  const isSame = actual === undefined || actual === wanted.replaceAll(' ', '').toLowerCase();
  return isSame ? undefined : refusal('invalid-parameter', `VM ${vmName} is in ${actual}, not in ${wanted}`);
}

type Accepted = Extract<Judged, { readonly kind: 'accepted' }>;

async function createJob(
  sql: EntityManager,
  { subscriptionId, action, retryPolicy }: WantedActions,
  startAtMs: number,
  accepted: readonly Accepted[],
): Promise<string> {
  const names = accepted.map(({ vm }) => vm);
  const { retryCount = 0, retryWindowInMinutes } = retryPolicy ?? {};
  const spec: JobSpec = {
    action,
    select: { virtualMachines: names },
    concurrency: CONCURRENCY,
    retry: {
      attempts: retryCount + 1,
      delaySeconds: RETRY_DELAY_SECONDS,
      ...(retryWindowInMinutes === undefined
        ? {}
        : { notAfterMs: startAtMs + retryWindowInMinutes * MINUTE_MS }),
    },
  };
  const name = `compute-schedule-${randomUUID()}`;
  const id = await insertJob(sql, { subscriptionId, name, spec, startAtMs });
  if (id === undefined) throw new Error(`a job is called ${name} already`);
  await insertItems(sql, { id, subscriptionId }, names);
  return id;
}

function newAction(
  caller: Caller,
  { subscriptionId, location, action, deadline, retryPolicy, correlationId }: WantedActions,
  deadlineMs: number,
  jobId: string,
  { vm, actionId, position }: Accepted,
): NewScheduledAction {
  const { resourceGroup: groupName, name: vmName } = vm;
  return {
    id: actionId,
    subscriptionId,
    location,
    resourceId: vmResourceId({ subscriptionId, groupName, vmName }),
    action,
    deadlineMs,
    deadlineType: deadline?.type ?? 'InitiateAt',
    timeZone: deadline?.timeZone ?? null,
    retryPolicy: retryPolicy ?? null,
    correlationId,
    caller,
    jobId,
    position,
    isExecute: deadline === undefined,
  };
}

/** In the order of the ids. What was accepted has not been looked at by anybody yet. */
async function resultsOf(
  sql: EntityManager,
  { subscriptionId }: WantedActions,
  judged: readonly Judged[],
): Promise<readonly ResourceOperation[]> {
  const ids = judged.flatMap((one) => (one.kind === 'accepted' ? [one.actionId] : []));
  const stored = await findScheduledActions(sql, subscriptionId, ids);
  const actions = new Map(stored.map((action) => [action.id, action]));
  return judged.map((one) => {
    if (one.kind === 'refused') return { resourceId: one.id, ...errorOf(one.refusal) };
    const action = actions.get(one.actionId);
    if (action === undefined) throw new Error(`action ${one.actionId} was not stored`);
    const state = action.isExecute ? 'PendingExecution' : 'PendingScheduling';
    return { resourceId: action.resourceId, operation: actionDocument(action, state) };
  });
}
