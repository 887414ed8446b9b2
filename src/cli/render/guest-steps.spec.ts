import { expect, it } from 'vitest';
import type { OperationDocument } from '../api-types.js';
import { guestStepLines } from './guest-steps.js';

function operation(outputs: readonly unknown[]): OperationDocument {
  const steps = outputs.map((output, index) => ({
    name: `step-${index}`,
    zone: 'retriable' as const,
    status: 'done' as const,
    output,
  }));
  return { id: 'i', name: 'n', properties: { pipeline: 'p', status: 'succeeded', steps } };
}

const record = (rule: string, name: string, tookMs: number, notes: readonly string[]) => ({
  step: 1,
  rule,
  name,
  tookMs,
  outcome: 'done',
  notes,
});

it('HIBERNATE-1 RESUME-6 numbers what the guest did as the document does', () => {
  const lines = guestStepLines(
    operation([
      {
        steps: [
          record('HIBERNATE-1', 'freeze-user-space', 0, ['froze']),
          record('HIBERNATE-7', 'write-image', 21_500, []),
        ],
      },
      'an output without a record',
      { record: record('RESUME-4', 'enter-image', 5, ['a', 'b']) },
      { records: [record('RESUME-6', 'run-from-image', 0, ['\u001b[2Jon'])] },
    ]),
  );
  expect(lines.map((line) => line.trimEnd())).toEqual([
    'in the guest                     took  outcome  what happened',
    'HIBERNATE-1 freeze-user-space    0 ms  done     froze',
    'HIBERNATE-7 write-image        21.5 s  done',
    'RESUME-4 enter-image             5 ms  done     a; b',
    'RESUME-6 run-from-image          0 ms  done     ?[2Jon',
  ]);
});

it('says nothing of operations without a guest', () => {
  expect(guestStepLines(operation([undefined, null, { record: 7 }]))).toEqual([]);
});
