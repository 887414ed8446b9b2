import { z } from 'zod';
import { armName } from '../../arm/arm-name.js';
import { emulatorBody } from '../../emulator-namespace/emulator-resource.js';
import { isStartTime } from '../job-progress.js';

/** VMs that one job may list by name. */
const MAX_LISTED_VMS = 10_000;
const MAX_CONCURRENCY = 1_000;
const MAX_RATE_PER_MINUTE = 10_000;
const MAX_ATTEMPTS = 10;
const MAX_RETRY_DELAY_SECONDS = 86_400;
/** Azure's limits for tags. Unit: characters. */
const MAX_TAG_NAME = 512;
const MAX_TAG_VALUE = 256;
const MAX_SIZE_NAME = 80;

const listedVms = z
  .array(z.strictObject({ resourceGroup: armName('group'), name: armName('vm') }))
  .min(1)
  .max(MAX_LISTED_VMS)
  .superRefine((names, context) => {
    const seen = new Map<string, number>();
    for (const [index, { resourceGroup, name }] of names.entries()) {
      const key = `${resourceGroup}/${name}`.toLowerCase();
      const first = seen.get(key);
      if (first === undefined) seen.set(key, index);
      else context.addIssue({ code: 'custom', path: [index], message: `is the same VM as [${first}]` });
    }
  });

const CRITERIA = ['tag', 'resourceGroup', 'size', 'powerState'] as const;

/** Either `virtualMachines`, or one criterion at least: a job over every VM there is has to say so. */
const select = z
  .strictObject({
    virtualMachines: listedVms.optional(),
    tag: z
      .strictObject({
        name: z.string().min(1).max(MAX_TAG_NAME),
        value: z.string().max(MAX_TAG_VALUE).optional(),
      })
      .optional(),
    resourceGroup: armName('group').optional(),
    size: z.string().min(1).max(MAX_SIZE_NAME).optional(),
    powerState: z.enum(['running', 'stopped', 'deallocated', 'hibernated']).optional(),
  })
  .superRefine((selection, context) => {
    const given = CRITERIA.filter((criterion) => selection[criterion] !== undefined);
    if (selection.virtualMachines === undefined && given.length === 0) {
      const message = `must have virtualMachines, or at least one of ${CRITERIA.join(', ')}`;
      context.addIssue({ code: 'custom', message });
    }
    if (selection.virtualMachines !== undefined) {
      for (const criterion of given) {
        const message = 'cannot be combined with virtualMachines';
        context.addIssue({ code: 'custom', path: [criterion], message });
      }
    }
  })
  .transform(({ virtualMachines, ...criteria }) =>
    virtualMachines === undefined ? criteria : { virtualMachines },
  );

const jobSpec = z.strictObject({
  action: z.enum(['hibernate', 'deallocate', 'start', 'powerOff', 'restart', 'delete']),
  select,
  concurrency: z.int().min(1).max(MAX_CONCURRENCY).default(8),
  ratePerMinute: z.int().min(1).max(MAX_RATE_PER_MINUTE).optional(),
  startTime: z
    .string()
    .refine(isStartTime, 'must be HH:MM (UTC) or an instant such as 2030-01-31T08:30:00Z')
    .optional(),
  retry: z
    .strictObject({
      attempts: z.int().min(1).max(MAX_ATTEMPTS).default(1),
      delaySeconds: z.number().min(0).max(MAX_RETRY_DELAY_SECONDS).default(30),
    })
    .prefault({}),
});

/** The body of a PUT of a job (TORPOR-17: all faults at once, each with its path). */
export const jobBody = emulatorBody(jobSpec);
export type JobBody = z.output<typeof jobBody>;
