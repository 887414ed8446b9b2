import { z } from 'zod';
import { isMembers } from '../document/tree.js';
import { hostCount } from './clusters-schema.js';
import { duration, members, oneOf, share, whole } from './quantities.js';

/** How the control plane works: placement, its limits, and how long things take. */

export const placementSchema = members({
  order: oneOf(['live', 'best-fit', 'oldest-type-first']).default('live'),
  strategy: oneOf(['pack', 'spread']).default('pack'),
});
export type PlacementDocument = z.output<typeof placementSchema>;

const MAX_WORKERS = 1_000_000;
/** Counters of the engine have no more room, and nobody tries as often. */
const MAX_PLACEMENTS = 15;
const MAX_RETRIES = 30;
const MAX_TOKENS = 100_000_000;

const bucket = members({ capacity: whole(1, MAX_TOKENS), refillPerMinute: whole(1, MAX_TOKENS) });

const throttlingMembers = members({
  from: oneOf(['azure']).optional(),
  start: bucket.optional(),
  hibernate: bucket.optional(),
  /** What is left of the buckets of `from` for these VMs. */
  available: share.optional(),
  subscriptions: whole(1, MAX_TOKENS).default(1),
  retry: members({
    backoff: oneOf(['as-told', 'doubling']).default('as-told'),
    attempts: whole(1, MAX_RETRIES).default(10),
  }).default({ backoff: 'as-told', attempts: 10 }),
}).superRefine(({ from, start, hibernate, available }, context) => {
  const fault = (path: string, message: string) =>
    context.addIssue({ code: 'custom', path: [path], message });
  if (from === undefined && available !== undefined) fault('available', 'must only stand beside from');
  if (from !== undefined) return;
  if (start === undefined) fault('start', 'is missing; must be a bucket, unless from says azure');
  if (hibernate === undefined) fault('hibernate', 'is missing; must be a bucket, unless from says azure');
});
export type ThrottlingDocument = z.output<typeof throttlingMembers>;

/** Members, or `azure` for what Azure documents, or `none`. */
const throttling = z.any().transform((input: unknown, context): ThrottlingDocument | undefined => {
  if (input === 'none') return undefined;
  const parsed = throttlingMembers.safeParse(input === 'azure' ? { from: 'azure' } : input);
  if (parsed.success) return parsed.data;
  const isMapping = isMembers(input);
  for (const issue of parsed.error.issues) {
    context.addIssue(
      (isMapping ? issue : { ...issue, message: 'must be azure, none, or have members' }) as never,
    );
  }
  return z.NEVER;
});

export const limitsSchema = members({
  workers: hostCount(MAX_WORKERS).default({ kind: 'per-vms', vms: 1_000, atLeast: 1 }),
  placement: duration.default(2_000),
  placementAttempts: whole(1, MAX_PLACEMENTS).default(5),
  retryAfter: duration.default(60_000),
  startsPerHost: whole(1, 1_000).default(4),
  throttling: throttling.optional(),
});
export type LimitsDocument = z.output<typeof limitsSchema>;

const linear = members({ fixed: duration, perGib: duration });
const linearDurations = members({ boot: duration, resume: linear, save: linear });
const NOISE = ['measured', 'none'] as const;
const modelledDurations = members({ noise: oneOf(NOISE).default('measured') });

export type DurationsDocument =
  | ({ readonly kind: 'linear' } & z.output<typeof linearDurations>)
  | { readonly kind: 'modelled'; readonly noise: (typeof NOISE)[number] };

/** `modelled`, `{noise: none}`, or lengths by GiB. */
export const durationsSchema = z.any().transform((input: unknown, context): DurationsDocument => {
  if (input === 'modelled') return { kind: 'modelled', noise: 'measured' };
  const isModelled = isMembers(input) && input['noise'] !== undefined;
  const parsed = isModelled ? modelledDurations.safeParse(input) : linearDurations.safeParse(input);
  if (parsed.success) {
    return 'noise' in parsed.data
      ? { kind: 'modelled', noise: parsed.data.noise }
      : { kind: 'linear', ...parsed.data };
  }
  for (const issue of parsed.error.issues) context.addIssue(issue as never);
  return z.NEVER;
});
