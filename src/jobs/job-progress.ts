import { refusal, REFUSALS, type Refusal } from '#libs/refusal';
import type { EndedItem, ItemChange, ItemCounts } from '../persistence/job-item.repository.js';
import type { EndedJobStatus, JobSpec, StoredJob } from '../persistence/job.repository.js';

/** The decisions of the job driver, from what is stored alone. Instants are emulated time, ms. */

const MINUTE_MS = 60_000;
const SECOND_MS = 1_000;

/** Starts that count against the rate at `nowMs`. */
export function startsWithinMinute(startsMs: readonly number[], nowMs: number): readonly number[] {
  return startsMs.filter((startMs) => startMs > nowMs - MINUTE_MS);
}

/** Whether concurrency and rate let one more operation begin. */
export function mayBeginAnother(
  { spec, recentStartsMs }: Pick<StoredJob, 'spec' | 'recentStartsMs'>,
  runningItems: number,
  nowMs: number,
): boolean {
  if (runningItems >= spec.concurrency) return false;
  return (
    spec.ratePerMinute === undefined || startsWithinMinute(recentStartsMs, nowMs).length < spec.ratePerMinute
  );
}

/** What becomes of an item whose operation has ended. */
export function itemAfterOperation(
  item: EndedItem,
  { retry }: Pick<JobSpec, 'retry'>,
  at: { readonly nowMs: number; readonly isCancelRequested: boolean },
): ItemChange {
  const { attempts, outcome, vmName } = item;
  switch (outcome) {
    case 'succeeded':
      return { status: 'succeeded', attempts, refusal: null };
    case 'canceled':
      return { status: 'canceled', attempts, refusal: item.refusal };
    case 'stuck':
      // Its operation keeps the VM until somebody has looked: another attempt would only find it taken.
      return {
        status: 'failed',
        attempts,
        refusal: item.refusal ?? refusal('operation-stuck', `the operation on VM ${vmName} is stuck`),
      };
    case 'failed':
      return mayRetry(attempts, retry, at.nowMs) && !at.isCancelRequested
        ? { status: 'pending', attempts, refusal: item.refusal, notBeforeMs: againAt(retry, at.nowMs) }
        : { status: 'failed', attempts, refusal: item.refusal };
  }
}

/** What becomes of an item whose operation could not begin; only what may pass by itself is tried again. */
export function itemAfterRefusal(
  attemptsBefore: number,
  refused: Refusal,
  { retry }: Pick<JobSpec, 'retry'>,
  nowMs: number,
): ItemChange {
  const attempts = attemptsBefore + 1;
  return REFUSALS[refused.code].retryable && mayRetry(attempts, retry, nowMs)
    ? { status: 'pending', attempts, refusal: refused, notBeforeMs: againAt(retry, nowMs) }
    : { status: 'refused', attempts, refusal: refused };
}

function mayRetry(attempts: number, retry: JobSpec['retry'], nowMs: number): boolean {
  const { notAfterMs = Number.POSITIVE_INFINITY } = retry;
  return attempts < retry.attempts && againAt(retry, nowMs) <= notAfterMs;
}

function againAt({ delaySeconds }: JobSpec['retry'], nowMs: number): number {
  return nowMs + delaySeconds * SECOND_MS;
}

/** How a job ends whose items have all ended. A job that had nothing to do has succeeded. */
export function jobOutcome(counts: ItemCounts, isCancelRequested: boolean): EndedJobStatus {
  const { succeeded, failed, refused, canceled } = counts;
  if (isCancelRequested && (canceled > 0 || succeeded + failed + refused === 0)) return 'canceled';
  if (failed + refused + canceled === 0) return 'succeeded';
  if (succeeded > 0) return 'partlyFailed';
  return failed + refused > 0 ? 'failed' : 'canceled';
}

const DAY_MS = 24 * 60 * MINUTE_MS;
const TIME_OF_DAY = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** Whether a text can be a start time: `HH:MM`, or an instant with date, time and zone. */
export function isStartTime(text: string): boolean {
  return TIME_OF_DAY.test(text) || isInstant(text);
}

/** When a job starts: a time of day (UTC) is the next one from `nowMs` on. Absent: now. */
export function startInstant(startTime: string | undefined, nowMs: number): number {
  if (startTime === undefined) return Math.floor(nowMs);
  const [, hours, minutes] = TIME_OF_DAY.exec(startTime) ?? [];
  if (hours === undefined || minutes === undefined) return Date.parse(startTime);
  const today = nowMs - (nowMs % DAY_MS) + (Number(hours) * 60 + Number(minutes)) * MINUTE_MS;
  return Math.floor(today >= nowMs - (nowMs % MINUTE_MS) ? today : today + DAY_MS);
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/i;

function isInstant(text: string): boolean {
  if (!INSTANT.test(text)) return false;
  const ms = Date.parse(text);
  // The parser moves 30 February into March; what was written must be what is meant.
  return !Number.isNaN(ms) && ms >= 0 && dayExists(text.slice(0, 10));
}

function dayExists(day: string): boolean {
  const parsed = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(day);
}
