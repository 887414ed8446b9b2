import type { DataSource } from 'typeorm';
import {
  type DeploymentFacts,
  type DeploymentPlan,
  isObject,
  type JsonObject,
  type JsonValue,
  type Outcome,
  type PlannedResource,
  type ReadResources,
  type Reference,
  TemplateFault,
} from '#libs/arm-template';
import type { OwnAnswer, OwnRequest, OwnRequests } from '../../arm/own-requests.js';
import { RefusalError } from '../../errors/refusal-error.js';
import type { Caller } from '../../identity/token-verifier.js';
import {
  type DeploymentEnd,
  type DeploymentError,
  type DeploymentLease,
  type DeploymentRow,
  endDeployment,
} from '../../persistence/deployment.repository.js';
import {
  type DeploymentOperationRow,
  endDeploymentOperation,
  followDeploymentOperation,
  listDeploymentOperations,
  startDeploymentOperation,
} from '../../persistence/deployment-operation.repository.js';
import { deploymentId } from '../deployment-name.js';
import { planOf } from '../deployment-planner.js';
import { deleteUnlisted } from './delete-unlisted.js';
import type { DeploymentPace } from './deployment-pace.js';
import { type AnswerVerdict, errorIn, pollVerdict, putVerdict, resourceUrl } from './resource-answer.js';

/** Resources of one deployment that are made at the same time, at most. */
const MADE_AT_ONCE = 16;

/** How often a request is sent again that is turned away for now. */
const MOST_REPEATS = 30;

export interface RunTools {
  readonly database: DataSource;
  readonly requests: OwnRequests;
  readonly pace: DeploymentPace;
  /** Given when the process stops, or the lease is lost. */
  readonly signal: AbortSignal;
}

/** Ends a run without an end of the deployment: somebody else goes on with it. */
export class RunStopped extends Error {}

/**
 * Drives one deployment from wherever it stands, in the name of its caller: every resource is put once all that it
 * depends on is there, and is followed until its service is done with it. What is done is recorded before the next
 * step, and only while the lease holds, so that another process can go on from any line.
 */
export class DeploymentRun {
  readonly #plan: DeploymentPlan;
  readonly #caller: Caller;
  readonly #read = new Map<string, JsonObject>();
  #errors: DeploymentError[] = [];

  /** Throws RefusalError when the stored inputs make no plan any more. */
  constructor(
    private readonly deployment: DeploymentRow,
    private readonly lease: DeploymentLease,
    private readonly tools: RunTools,
  ) {
    if (deployment.inputs === null) throw new RunStopped();
    this.#plan = planOf(
      deployment.template as JsonValue,
      deployment.inputs,
      deployment.facts as DeploymentFacts,
    );
    this.#caller = deployment.caller as Caller;
  }

  /** Throws RunStopped when the lease is lost or the process stops. */
  async drive(): Promise<void> {
    await this.#makeResources();
    const end = this.#errors.length > 0 ? this.#failed(this.#errors) : await this.#finished();
    if (!(await endDeployment(this.tools.database, this.lease, end))) throw new RunStopped();
  }

  /** After a failure nothing more is begun; what is under way is seen to its end. */
  async #makeResources(): Promise<void> {
    const operations = await listDeploymentOperations(this.tools.database, this.deployment.id);
    const waiting = new Map(operations.map((operation) => [operation.resourceId, operation]));
    const done = new Set<string>();
    for (const { resourceId, status, error } of operations) {
      if (status !== 'Succeeded' && status !== 'Failed') continue;
      waiting.delete(resourceId);
      if (status === 'Succeeded') done.add(resourceId);
      else if (error !== null) this.#errors.push(error);
    }
    await this.#makeInOrder(waiting, done);
  }

  async #makeInOrder(waiting: Map<string, DeploymentOperationRow>, done: Set<string>): Promise<void> {
    const underWay = new Map<string, Promise<void>>();
    const broken: unknown[] = [];
    for (;;) {
      for (const resource of broken.length > 0 ? [] : this.#plan.resources) {
        const operation = waiting.get(resource.id);
        if (operation === undefined || underWay.size >= MADE_AT_ONCE) continue;
        if (!this.#mayBegin(resource, operation, done)) continue;
        waiting.delete(resource.id);
        const made = this.#make(resource, operation)
          .then((isMade) => void (isMade && done.add(resource.id)))
          .catch((error: unknown) => void broken.push(error))
          .finally(() => underWay.delete(resource.id));
        underWay.set(resource.id, made);
      }
      if (underWay.size === 0) break;
      await Promise.race(underWay.values());
    }
    if (broken.length > 0) throw broken[0];
  }

  #mayBegin(
    { dependsOn }: PlannedResource,
    { status }: DeploymentOperationRow,
    done: ReadonlySet<string>,
  ): boolean {
    if (status === 'Running') return true;
    return this.#errors.length === 0 && dependsOn.every((id) => done.has(id));
  }

  /** Makes one resource and records how that ended; answers whether it is there now. */
  async #make(resource: PlannedResource, operation: DeploymentOperationRow): Promise<boolean> {
    const { database } = this.tools;
    const { position } = operation;
    let verdict: AnswerVerdict;
    let statusCode = operation.statusCode;
    if (operation.pollUrl !== null) verdict = { kind: 'running', pollUrl: operation.pollUrl };
    else if (operation.status === 'Running' && (await this.#isUnderWay(resource))) {
      verdict = { kind: 'running', pollUrl: resourceUrl(resource.id, resource.apiVersion) };
    } else {
      const put = await this.#put(resource, position);
      ({ verdict, statusCode } = put);
      if (verdict.kind === 'running') {
        const follow = { pollUrl: verdict.pollUrl, statusCode: put.statusCode ?? 202 };
        this.#require(await followDeploymentOperation(database, this.lease, position, follow));
      }
    }
    if (verdict.kind === 'running') verdict = await this.#follow(verdict.pollUrl);
    const error = verdict.kind === 'failed' ? verdict.error : undefined;
    if (error !== undefined) this.#errors.push(error);
    const end = { statusCode, ...(error === undefined ? {} : { error }) };
    this.#require(await endDeploymentOperation(database, this.lease, position, end));
    return error === undefined;
  }

  /** Whether a resource that an earlier driver may have put is being made just now. */
  async #isUnderWay({ id, apiVersion }: PlannedResource): Promise<boolean> {
    const url = resourceUrl(id, apiVersion);
    const answer = await this.#send({ method: 'GET', url });
    return answer.status < 400 && pollVerdict(answer, url).kind === 'running';
  }

  async #put(
    resource: PlannedResource,
    position: number,
  ): Promise<{ readonly verdict: AnswerVerdict; readonly statusCode: number | null }> {
    let body: JsonObject;
    try {
      body = await this.#evaluated((read) => this.#plan.bodyOf(resource.id, read));
    } catch (error) {
      if (!(error instanceof TemplateFault)) throw error;
      return { verdict: { kind: 'failed', error: faultError('InvalidTemplate', error) }, statusCode: null };
    }
    this.#require(await startDeploymentOperation(this.tools.database, this.lease, position));
    const url = resourceUrl(resource.id, resource.apiVersion);
    for (let repeats = 0; ; repeats++) {
      const answer = await this.#send({ method: 'PUT', url, body });
      const verdict = putVerdict(answer, url);
      if (verdict.kind !== 'later') return { verdict, statusCode: answer.status };
      if (repeats === MOST_REPEATS) return { verdict: givenUp(answer), statusCode: answer.status };
      await this.#pause(verdict.retryAfterMs);
    }
  }

  /** Asks until the operation is over; the way leads from a status to the next one that an answer names. */
  async #follow(firstUrl: string): Promise<AnswerVerdict> {
    const { firstPollMs, longestPollMs } = this.tools.pace;
    let url = firstUrl;
    for (let waitMs = firstPollMs, repeats = 0; ; waitMs = Math.min(2 * waitMs, longestPollMs)) {
      const answer = await this.#send({ method: 'GET', url });
      const verdict = pollVerdict(answer, url);
      if (verdict.kind === 'done' || verdict.kind === 'failed') return verdict;
      if (verdict.kind === 'running') url = verdict.pollUrl;
      else if (++repeats > MOST_REPEATS) return givenUp(answer);
      await this.#pause(verdict.kind === 'later' ? Math.max(waitMs, verdict.retryAfterMs) : waitMs);
    }
  }

  /** Evaluates something, reading resources that it refers to until none is missing. Throws TemplateFault. */
  async #evaluated<Value>(evaluate: (read: ReadResources) => Outcome<Value>): Promise<Value> {
    for (;;) {
      const outcome = evaluate(this.#read);
      if (outcome.kind === 'value') return outcome.value;
      this.#read.set(outcome.reference.id.toLowerCase(), await this.#document(outcome.reference));
    }
  }

  async #document({ id, apiVersion }: Reference): Promise<JsonObject> {
    const { status, body } = await this.#send({ method: 'GET', url: resourceUrl(id, apiVersion) });
    if (status < 300 && isObject(body)) return body;
    const error = errorIn(body);
    throw new TemplateFault(
      `the resource '${id}', which is referred to, could not be read: ${error?.code ?? status} ${error?.message ?? ''}`.trim(),
    );
  }

  async #finished(): Promise<DeploymentEnd> {
    const outputResources = this.#plan.resources.map(({ id }) => ({ id }));
    const { mode, subscriptionId, groupName } = this.deployment;
    if (mode === 'Complete' && groupName !== null) {
      const errors = await deleteUnlisted(`/subscriptions/${subscriptionId}/resourceGroups/${groupName}`, {
        keep: this.#plan.resources.map(({ id }) => id),
        send: (request) => this.#send(request),
        follow: (pollUrl) => this.#follow(pollUrl),
      });
      if (errors.length > 0) return this.#failed(errors);
    }
    try {
      const outputs = await this.#evaluated((read) => this.#plan.outputs(read));
      return { status: 'Succeeded', outputs, outputResources };
    } catch (error) {
      if (!(error instanceof TemplateFault)) throw error;
      return this.#failed([faultError('DeploymentOutputEvaluationFailed', error)]);
    }
  }

  #failed(details: readonly DeploymentError[]): DeploymentEnd {
    const { subscriptionId, groupName, name } = this.deployment;
    return {
      status: 'Failed',
      error: {
        code: 'DeploymentFailed',
        message:
          'At least one resource of the deployment failed. The details say why; the operations of the deployment list every resource.',
        target: deploymentId(subscriptionId, groupName, name),
        details,
      },
    };
  }

  async #send(request: OwnRequest): Promise<OwnAnswer> {
    if (this.tools.signal.aborted) throw new RunStopped();
    const answer = await this.tools.requests.send(this.#caller, request);
    if (this.tools.signal.aborted) throw new RunStopped();
    return answer;
  }

  async #pause(ms: number): Promise<void> {
    await this.tools.pace.pause(ms, this.tools.signal);
    if (this.tools.signal.aborted) throw new RunStopped();
  }

  #require(isLeased: boolean): void {
    if (!isLeased) throw new RunStopped();
  }
}

function givenUp({ status, body }: OwnAnswer): AnswerVerdict {
  return {
    kind: 'failed',
    error: errorIn(body) ?? {
      code: 'ServiceUnavailable',
      message: `The answer was ${status} again and again.`,
    },
  };
}

function faultError(code: string, { message, path }: TemplateFault): DeploymentError {
  return { code, message: `${message}.`, ...(path === undefined ? {} : { target: path }) };
}

/** How a deployment ends whose stored template makes no plan. */
export function unplannable(error: RefusalError): DeploymentEnd {
  return { status: 'Failed', error: { code: 'InvalidTemplate', message: error.message } };
}
