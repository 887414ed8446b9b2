import { z } from 'zod';

/** Resources, and operations, of one request. Source: the service's published limit for a call. */
export const MOST_IDS = 100;
const MAX_RETRIES = 100;
const MAX_WINDOW_MINUTES = 14 * 24 * 60;
const MAX_TEXT = 500;

const retryPolicy = z.strictObject({
  retryCount: z.int().min(0).max(MAX_RETRIES).optional(),
  retryWindowInMinutes: z.int().min(0).max(MAX_WINDOW_MINUTES).optional(),
});
const executionParameters = z.strictObject({
  optimizationPreference: z.enum(['Cost', 'Availability', 'CostAvailabilityBalanced']).optional(),
  retryPolicy: retryPolicy.optional(),
});
const resources = z.strictObject({ ids: z.array(z.string().min(1).max(2_048)).min(1).max(MOST_IDS) });
const correlationid = z.string().min(1).max(MAX_TEXT).optional();
const text = z.string().min(1).max(MAX_TEXT).optional();

/** Two spellings of each: clients of 2024 write `deadLine`, later ones both. */
const schedule = z
  .strictObject({
    deadline: text,
    deadLine: text,
    timezone: text,
    timeZone: text,
    deadlineType: z.enum(['Unknown', 'InitiateAt', 'CompleteBy']).default('Unknown'),
  })
  .superRefine(({ deadline, deadLine }, context) => {
    if (deadline === undefined && deadLine === undefined) {
      context.addIssue({ code: 'custom', path: ['deadline'], message: 'is required' });
    }
  });

export const executeBody = z.strictObject({ executionParameters, resources, correlationid });
export type ExecuteBody = z.output<typeof executeBody>;

export const submitBody = z.strictObject({ schedule, executionParameters, resources, correlationid });
export type SubmitBody = z.output<typeof submitBody>;

/** Of questions about operations, and of their cancellation. */
export const operationIdsBody = z.strictObject({
  operationIds: z.array(z.string().min(1).max(MAX_TEXT)).min(1).max(MOST_IDS),
  correlationid,
});
export type OperationIdsBody = z.output<typeof operationIdsBody>;
