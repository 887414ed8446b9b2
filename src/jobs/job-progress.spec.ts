import { describe, expect, it } from 'vitest';
import { refusal } from '#libs/refusal';
import type { EndedItem, ItemChange, ItemCounts } from '../persistence/job-item.repository.js';
import type { JobSpec } from '../persistence/job.repository.js';
import {
  isStartTime,
  itemAfterOperation,
  itemAfterRefusal,
  jobOutcome,
  mayBeginAnother,
  startInstant,
} from './job-progress.js';

const NOW = Date.parse('2030-01-31T08:29:45.500Z');
const BUSY = refusal('vm-busy', 'operation 1 has VM web');
const FORBIDDEN = refusal('vm-state-forbids', 'the VM is stopped');

function specWith(change: Partial<JobSpec>): JobSpec {
  return {
    action: 'hibernate',
    select: { resourceGroup: 'rg' },
    concurrency: 8,
    retry: { attempts: 3, delaySeconds: 30 },
    ...change,
  };
}

describe('mayBeginAnother', () => {
  it.each([
    { running: 7, starts: [], rate: undefined, expected: true },
    { running: 8, starts: [], rate: undefined, expected: false },
    { running: 9, starts: [], rate: undefined, expected: false },
    { running: 0, starts: [NOW - 1], rate: 2, expected: true },
    { running: 0, starts: [NOW - 1, NOW], rate: 2, expected: false },
    { running: 0, starts: [NOW - 59_999, NOW - 59_999], rate: 2, expected: false },
    { running: 0, starts: [NOW - 60_000, NOW - 60_000], rate: 2, expected: true },
    { running: 8, starts: [], rate: 2, expected: false },
  ])('$running running, rate $rate, starts $starts: $expected', ({ running, starts, rate, expected }) => {
    const spec = specWith(rate === undefined ? {} : { ratePerMinute: rate });
    expect(mayBeginAnother({ spec, recentStartsMs: starts }, running, NOW)).toBe(expected);
  });
});

describe('itemAfterOperation', () => {
  const ended = (change: Partial<EndedItem>): EndedItem => ({
    position: 0,
    attempts: 1,
    vmName: 'web',
    outcome: 'failed',
    refusal: FORBIDDEN,
    ...change,
  });
  const spec = specWith({});

  it.each<[string, EndedItem, boolean, ItemChange]>([
    [
      'one that succeeded',
      ended({ outcome: 'succeeded', refusal: null }),
      false,
      { status: 'succeeded', attempts: 1, refusal: null },
    ],
    [
      'one that was cancelled, although attempts are left',
      ended({ outcome: 'canceled', refusal: BUSY }),
      false,
      { status: 'canceled', attempts: 1, refusal: BUSY },
    ],
    [
      'one that failed, with attempts left',
      ended({ attempts: 2 }),
      false,
      { status: 'pending', attempts: 2, refusal: FORBIDDEN, notBeforeMs: NOW + 30_000 },
    ],
    [
      'one that failed for the last time',
      ended({ attempts: 3 }),
      false,
      { status: 'failed', attempts: 3, refusal: FORBIDDEN },
    ],
    [
      'one that failed while the job is being cancelled',
      ended({ attempts: 1 }),
      true,
      { status: 'failed', attempts: 1, refusal: FORBIDDEN },
    ],
    [
      'a stuck one, although attempts are left',
      ended({ outcome: 'stuck', refusal: null }),
      false,
      {
        status: 'failed',
        attempts: 1,
        refusal: refusal('operation-stuck', 'the operation on VM web is stuck'),
      },
    ],
  ])('%s', (_case, item, isCancelRequested, expected) => {
    expect(itemAfterOperation(item, spec, { nowMs: NOW, isCancelRequested })).toEqual(expected);
  });
});

describe('itemAfterRefusal', () => {
  it.each([
    ['may pass, attempts left', 1, BUSY, { status: 'pending', attempts: 2, notBeforeMs: NOW + 30_000 }],
    ['may pass, no attempts left', 2, BUSY, { status: 'refused', attempts: 3 }],
    ['will not pass', 0, FORBIDDEN, { status: 'refused', attempts: 1 }],
  ])('%s', (_case, attempts, refused, expected) => {
    expect(itemAfterRefusal(attempts, refused, specWith({}), NOW)).toEqual({ ...expected, refusal: refused });
  });
});

describe('jobOutcome', () => {
  it.each([
    [{}, false, 'succeeded'],
    [{ succeeded: 3 }, false, 'succeeded'],
    [{ failed: 3 }, false, 'failed'],
    [{ refused: 3 }, false, 'failed'],
    [{ succeeded: 1, refused: 1 }, false, 'partlyFailed'],
    [{ succeeded: 1, failed: 1 }, false, 'partlyFailed'],
    [{ succeeded: 1, canceled: 1 }, false, 'partlyFailed'],
    [{ canceled: 1 }, false, 'canceled'],
    [{}, true, 'canceled'],
    [{ succeeded: 1, canceled: 1 }, true, 'canceled'],
    [{ succeeded: 2 }, true, 'succeeded'],
    [{ succeeded: 1, failed: 1 }, true, 'partlyFailed'],
  ])('%j, cancelled: %s: %s', (counts, isCancelRequested, expected) => {
    const none: ItemCounts = { pending: 0, running: 0, succeeded: 0, failed: 0, canceled: 0, refused: 0 };
    expect(jobOutcome({ ...none, ...counts }, isCancelRequested)).toBe(expected);
  });
});

describe('startInstant', () => {
  it.each([
    [undefined, '2030-01-31T08:29:45.500Z'],
    ['08:30', '2030-01-31T08:30:00.000Z'],
    ['08:29', '2030-01-31T08:29:00.000Z'],
    ['08:28', '2030-02-01T08:28:00.000Z'],
    ['00:00', '2030-02-01T00:00:00.000Z'],
    ['23:59', '2030-01-31T23:59:00.000Z'],
    ['2030-03-01T06:00:00+01:00', '2030-03-01T05:00:00.000Z'],
    ['2020-01-01T00:00Z', '2020-01-01T00:00:00.000Z'],
  ])('%s is %s', (startTime, expected) => {
    expect(new Date(startInstant(startTime, NOW)).toISOString()).toBe(expected);
  });
});

describe('isStartTime', () => {
  it.each([
    ['08:30', true],
    ['2030-01-31T08:30Z', true],
    ['2028-02-29T08:30:00.123-05:00', true],
    ['8:30', false],
    ['24:00', false],
    ['08:60', false],
    ['2030-01-31', false],
    ['2030-01-31T08:30:00', false],
    ['2030-02-30T08:30:00Z', false],
    ['1969-12-31T23:59:59Z', false],
    ['tomorrow', false],
    ['', false],
  ])('%j: %s', (text, expected) => {
    expect(isStartTime(text)).toBe(expected);
  });
});
