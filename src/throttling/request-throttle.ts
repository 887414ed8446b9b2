import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { refusal } from '#libs/refusal';
import {
  policiesUnder,
  refilled,
  remaining,
  secondsUntilOne,
  takeOne,
  type Bucket,
  type ThrottleSetting,
} from '#libs/throttling';
import { RetryLaterError } from '../errors/retry-later-error.js';
import { callerOf } from '../identity/caller.js';
import { emulatedNow, readClock } from '../operations/emulated-clock.js';
import { lockBuckets, writeBuckets } from '../persistence/throttling.repository.js';
import { rulesFor } from '../requests/request-rules.js';
import { publishedPolicies } from './published-policies.js';
import { bucketsOf, type RequestBucket } from './request-buckets.js';

const MINUTE_MS = 60_000;

/** A bucket with what is in it. */
interface Filled {
  readonly of: RequestBucket;
  readonly bucket: Bucket;
}

/**
 * Counts requests against the limits of Azure, where that is switched on, once their caller is known (ARM-30). The
 * buckets are rows, so that all processes of the API take from the same; they fill on the emulated clock.
 */
@Injectable()
export class RequestThrottle implements OnModuleInit {
  constructor(
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
    @Inject(DataSource) private readonly database: DataSource,
  ) {}

  onModuleInit(): void {
    const server = this.host.httpAdapter.getInstance<FastifyInstance>();
    server.addHook('onRequest', (request, reply) => this.count(request, reply));
  }

  private async count(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { subscriptionId } = request.params as { readonly subscriptionId?: string };
    if (subscriptionId === undefined || callerOf(request) === undefined) return;
    const { throttling } = await rulesFor(this.database, request, subscriptionId.toLowerCase());
    if (!throttling.enabled) return;
    const buckets = bucketsFor(request, subscriptionId.toLowerCase(), throttling);
    if (buckets.length > 0) await this.take(buckets, reply);
  }

  /** From all of the buckets, or from none: a request that is refused costs nothing. */
  private async take(buckets: readonly RequestBucket[], reply: FastifyReply): Promise<void> {
    const { filled, nowMs } = await this.database.transaction(async (sql) => {
      const stored = await lockBuckets(
        sql,
        buckets.map(({ key }) => key),
      );
      const nowMs = emulatedNow(await readClock(sql), Date.now());
      const before = buckets.map((of): Filled => ({
        of,
        bucket: refilled(stored.get(of.key), of.limit, nowMs),
      }));
      const after = before.map(({ of, bucket }) => ({ of, bucket: takeOne(bucket) }));
      const isGranted = after.every(({ bucket }) => bucket !== undefined);
      const filled = isGranted ? (after as readonly Filled[]) : before;
      await writeBuckets(sql, new Map(filled.map(({ of, bucket }) => [of.key, bucket])));
      return { filled: filled.map((entry) => ({ ...entry, isGranted })), nowMs };
    });
    showRemaining(filled, reply);
    const exceeded = filled.find(({ isGranted, bucket }) => !isGranted && takeOne(bucket) === undefined);
    if (exceeded !== undefined) throw refused(exceeded, nowMs);
  }
}

function bucketsFor(
  request: FastifyRequest,
  subscriptionId: string,
  setting: ThrottleSetting,
): readonly RequestBucket[] {
  const { method } = request;
  const route = request.routeOptions.url ?? '';
  const { resourceGroupName, vmName, operationId } = request.params as Readonly<
    Record<string, string | undefined>
  >;
  const resource = vmName === undefined ? operationId : `${subscriptionId}/${resourceGroupName}/${vmName}`;
  const scope = { subscriptionId, ...(resource === undefined ? {} : { resource }) };
  return bucketsOf({ method, route }, scope, policiesUnder(publishedPolicies(), setting));
}

function showRemaining(filled: readonly Filled[], reply: FastifyReply): void {
  const ofCompute: string[] = [];
  for (const { of, bucket } of filled) {
    const left = remaining(bucket);
    if ('name' in of.shownAs) ofCompute.push(`${of.shownAs.name};${left}`);
    else reply.header(of.shownAs.header, String(left));
  }
  if (ofCompute.length > 0) reply.header('x-ms-ratelimit-remaining-resource', ofCompute.join(','));
}

/** The errors of the compute provider carry what was exceeded as JSON in their details; those of ARM itself do not. */
function refused({ of: { policy, limit, shownAs }, bucket }: Filled, nowMs: number): RetryLaterError {
  const seconds = secondsUntilOne(bucket, limit);
  const rate = `${limit.capacity} at once, ${limit.refillPerMinute} a minute`;
  if (!('name' in shownAs)) {
    return new RetryLaterError(refusal('subscription-throttled', `${policy}: ${rate}`), seconds);
  }
  const violation = {
    operationGroup: policy,
    startTime: new Date(nowMs - MINUTE_MS).toISOString(),
    endTime: new Date(nowMs).toISOString(),
    allowedRequestCount: limit.capacity,
    measuredRequestCount: limit.capacity + 1,
  };
  const detail = refusal('too-many-requests', JSON.stringify(violation), { target: policy });
  return new RetryLaterError(refusal('compute-throttled', `${policy}: ${rate}`), seconds, [detail]);
}
