import { describe, expect, it } from 'vitest';
import { refusal } from '#libs/refusal';
import {
  type MonitorAnswer,
  monitorAnswer,
  type OperationProgress,
  operationStatusBody,
} from './async-operation.js';

const startTime = new Date(Date.UTC(2026, 0, 2, 3, 4, 5, 678));
const endTime = new Date(Date.UTC(2026, 0, 2, 3, 4, 46, 789));
const operationId = '0b0e1d2c-3a4f-4b5c-8d6e-7f8091a2b3c4';
const failure = refusal('uio-device-bound', 'nic 1 is bound to uio_hv_generic');
const START = '2026-01-02T03:04:05.678Z';
const END = '2026-01-02T03:04:46.789Z';

const TABLE: ReadonlyArray<readonly [OperationProgress, object, MonitorAnswer]> = [
  [
    { kind: 'running', operationId, startTime },
    { startTime: START, status: 'InProgress', name: operationId },
    { kind: 'running' },
  ],
  [
    { kind: 'succeeded', operationId, startTime, endTime },
    { startTime: START, endTime: END, status: 'Succeeded', name: operationId },
    { kind: 'done' },
  ],
  [
    { kind: 'succeeded', operationId, startTime, endTime, output: { name: 'disk' } },
    {
      startTime: START,
      endTime: END,
      status: 'Succeeded',
      properties: { output: { name: 'disk' } },
      name: operationId,
    },
    { kind: 'done', output: { name: 'disk' } },
  ],
  [
    { kind: 'failed', operationId, startTime, endTime, refusal: failure },
    {
      startTime: START,
      endTime: END,
      status: 'Failed',
      error: {
        code: 'VMHibernateFailed',
        message:
          'A device of the guest is bound to the UIO driver, which cannot suspend: ' +
          'nic 1 is bound to uio_hv_generic.',
        additionalInfo: [
          {
            type: 'Torpor.Refusal',
            info: {
              code: 'uio-device-bound',
              rule: 'UIO-2',
              remedy:
                'Unbind the device from uio_hv_generic in the guest (stop DPDK first), then hibernate again.',
            },
          },
        ],
      },
      name: operationId,
    },
    { kind: 'refused', refusal: failure },
  ],
  [
    { kind: 'canceled', operationId, startTime, endTime },
    { startTime: START, endTime: END, status: 'Canceled', name: operationId },
    { kind: 'refused', refusal: refusal('operation-cancelled', `operation ${operationId}`) },
  ],
];

describe('the progress of an operation', () => {
  it.each(TABLE)('ARM-7 %j has its status document', (progress, status) => {
    expect(operationStatusBody(progress)).toEqual(status);
  });

  it.each(TABLE.map(([progress, , answer]) => [progress, answer] as const))(
    'ARM-8 %j has its answer at the Location',
    (progress, answer) => {
      expect(monitorAnswer(progress)).toEqual(answer);
    },
  );
});
