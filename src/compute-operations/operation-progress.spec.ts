import { describe, expect, it } from 'vitest';
import { refusal } from '#libs/refusal';
import type { OperationState } from '../persistence/operation.repository.js';
import { vmOperationProgress } from './operation-progress.js';

const startTime = new Date(Date.UTC(2026, 0, 2, 3, 4, 5));
const endTime = new Date(Date.UTC(2026, 0, 2, 3, 4, 46));
const hung = refusal('guest-hung', 'the guest waits for a device');

describe('vmOperationProgress', () => {
  it.each<[OperationState, typeof hung | null, object]>([
    ['running', null, { kind: 'running', operationId: 'op', startTime }],
    ['succeeded', null, { kind: 'succeeded', operationId: 'op', startTime, endTime }],
    ['canceled', null, { kind: 'canceled', operationId: 'op', startTime, endTime }],
    ['failed', hung, { kind: 'failed', operationId: 'op', startTime, endTime, refusal: hung }],
    [
      'failed',
      null,
      {
        kind: 'failed',
        operationId: 'op',
        startTime,
        endTime,
        refusal: refusal('internal-error', 'operation op'),
      },
    ],
    [
      'stuck',
      null,
      {
        kind: 'failed',
        operationId: 'op',
        startTime,
        endTime,
        refusal: refusal('operation-stuck', 'operation op'),
      },
    ],
  ])('ARM-7 %s (%#)', (status, why, expected) => {
    const endedAt = status === 'running' ? null : endTime;
    expect(
      vmOperationProgress({
        pipeline: 'start-vm',
        id: 'op',
        status,
        refusal: why,
        createdAt: startTime,
        endedAt,
      }),
    ).toEqual(expected);
  });
});
