import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Refusal, refusal } from '#libs/refusal';
import { RefusalError } from '../errors/refusal-error.js';
import { absoluteUrl } from './absolute-url.js';
import { apiVersionOf } from './api-version.js';
import { assertNever } from './assert-never.js';
import { type ArmError, armError } from './error-body.js';

/** Seconds after which to ask again. Clients take a missing or zero value for half a minute. */
export const RETRY_AFTER_SECONDS = 1;

/** Where the status of an operation is found. */
export interface OperationPlace {
  readonly operationId: string;
  readonly subscriptionId: string;
  readonly location: string;
  readonly provider: 'Microsoft.Compute' | 'Microsoft.Network' | 'Torpor.Emulator';
  readonly statusSegment: 'operations' | 'DiskOperations';
}

/** What the request asked for: it decides status and headers of the first answer. */
export interface AcceptedOperation extends OperationPlace {
  readonly kind: 'action' | 'create' | 'update' | 'delete';
}

/**
 * Status and headers of the answer that accepts an operation (ARM-6, ARM-9, ARM-10): actions and deletions are
 * 202 without a body, the handler returns nothing; creations 201 and updates 200 with the resource, which the
 * handler returns; disks and snapshots 202 with the resource.
 */
export function acceptOperation(reply: FastifyReply, operation: AcceptedOperation): void {
  const urls = operationUrls(reply.request, operation);
  const isAccepted = isAnsweredAccepted(operation);
  reply.code(isAccepted ? 202 : operation.kind === 'create' ? 201 : 200);
  if (isAccepted) reply.header('Location', urls.monitor);
  reply.headers({
    'Azure-AsyncOperation': urls.status,
    'Azure-AsyncNotification': 'Enabled',
    'Retry-After': String(RETRY_AFTER_SECONDS),
    'x-ms-request-id': operation.operationId,
  });
}

/** The answer that accepts the deletion of a group: 202 with a Location alone (ARM-12). */
export function acceptGroupDeletion(
  reply: FastifyReply,
  { operationId, subscriptionId }: Pick<OperationPlace, 'operationId' | 'subscriptionId'>,
): void {
  const path = `/subscriptions/${subscriptionId}/operationresults/${operationId}`;
  const query = `?api-version=${apiVersionOf(reply.request)}`;
  reply.code(202).headers({
    Location: absoluteUrl(reply.request, path + query),
    'Retry-After': String(RETRY_AFTER_SECONDS),
    'x-ms-request-id': operationId,
  });
}

function isAnsweredAccepted({ kind, statusSegment }: AcceptedOperation): boolean {
  switch (kind) {
    case 'action':
    case 'delete':
      return true;
    case 'create':
    case 'update':
      // Clients take 201 to a PUT of a disk for an error.
      return statusSegment === 'DiskOperations';
    default:
      return assertNever(kind);
  }
}

/** Absolute URLs to ask about an operation, in the version of the request (ARM-28). */
export function operationUrls(
  request: FastifyRequest,
  { operationId, subscriptionId, location, provider, statusSegment }: OperationPlace,
): { readonly status: string; readonly monitor: string } {
  const path =
    `/subscriptions/${subscriptionId}/providers/${provider}/locations/${location}` +
    `/${statusSegment}/${operationId}`;
  const version = `api-version=${apiVersionOf(request)}`;
  return {
    status: absoluteUrl(request, `${path}?${version}`),
    monitor: absoluteUrl(request, `${path}?monitor=true&${version}`),
  };
}

/** How far an operation is, as callers see it. Times are those of the wall clock. */
export type OperationProgress =
  | { readonly kind: 'running'; readonly operationId: string; readonly startTime: Date }
  | {
      readonly kind: 'succeeded';
      readonly operationId: string;
      readonly startTime: Date;
      readonly endTime: Date;
      /** The whole resource, where the status shows it (ARM-10). */
      readonly output?: object;
    }
  | {
      readonly kind: 'failed';
      readonly operationId: string;
      readonly startTime: Date;
      readonly endTime: Date;
      readonly refusal: Refusal;
    }
  | {
      readonly kind: 'canceled';
      readonly operationId: string;
      readonly startTime: Date;
      readonly endTime: Date;
    };

export interface OperationStatusBody {
  readonly startTime: string;
  readonly endTime?: string;
  readonly status: 'InProgress' | 'Succeeded' | 'Failed' | 'Canceled';
  readonly properties?: { readonly output: object };
  readonly error?: ArmError;
  readonly name: string;
}

/** The status document of an operation (ARM-7). */
export function operationStatusBody(progress: OperationProgress): OperationStatusBody {
  const startTime = progress.startTime.toISOString();
  const name = progress.operationId;
  if (progress.kind === 'running') return { startTime, status: 'InProgress', name };
  const endTime = progress.endTime.toISOString();
  switch (progress.kind) {
    case 'succeeded': {
      const { output } = progress;
      const shown = output === undefined ? {} : { properties: { output } };
      return { startTime, endTime, status: 'Succeeded', ...shown, name };
    }
    case 'failed':
      return { startTime, endTime, status: 'Failed', error: armError(progress.refusal), name };
    case 'canceled':
      return { startTime, endTime, status: 'Canceled', name };
    default:
      return assertNever(progress);
  }
}

/**
 * What the Location of an operation answers (ARM-8): 202 while it runs, 200 when done, or why it is not. What the
 * operation made comes along where there is such a thing (ARM-10): clients that were told to find it there read
 * nothing else.
 */
export type MonitorAnswer =
  | { readonly kind: 'running' }
  | { readonly kind: 'done'; readonly output?: object }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/**
 * Clients that ask the Location look at the HTTP status alone, so that a failed operation must be an error
 * there: the one it would have been if it had failed at once.
 */
export function monitorAnswer(progress: OperationProgress): MonitorAnswer {
  switch (progress.kind) {
    case 'running':
      return { kind: 'running' };
    case 'succeeded': {
      const { output } = progress;
      return { kind: 'done', ...(output === undefined ? {} : { output }) };
    }
    case 'failed':
      return { kind: 'refused', refusal: progress.refusal };
    case 'canceled':
      return {
        kind: 'refused',
        refusal: refusal('operation-cancelled', `operation ${progress.operationId}`),
      };
    default:
      return assertNever(progress);
  }
}

/** Whether a poll goes to the Location of an operation instead of its status. */
export function isMonitorPoll(request: FastifyRequest): boolean {
  const { monitor } = request.query as { readonly monitor?: unknown };
  return typeof monitor === 'string' && monitor.toLowerCase() === 'true';
}

/**
 * Answers a poll of either URL of an operation; the handler returns what this returns. Throws RefusalError when
 * the Location of a failed or cancelled operation is asked.
 */
export function answerOperationPoll(
  reply: FastifyReply,
  place: OperationPlace,
  progress: OperationProgress,
): object | undefined {
  if (progress.kind === 'running') reply.header('Retry-After', String(RETRY_AFTER_SECONDS));
  if (!isMonitorPoll(reply.request)) {
    reply.code(200);
    return operationStatusBody(progress);
  }
  const answer = monitorAnswer(progress);
  switch (answer.kind) {
    case 'running': {
      const urls = operationUrls(reply.request, place);
      reply.code(202).headers({ Location: urls.monitor, 'Azure-AsyncOperation': urls.status });
      return undefined;
    }
    case 'done':
      reply.code(200);
      return answer.output;
    case 'refused':
      throw new RefusalError(answer.refusal);
    default:
      return assertNever(answer);
  }
}
