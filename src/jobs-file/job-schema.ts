import { z } from 'zod';

/** What a job does to each VM it selects. */
export const JOB_ACTIONS = ['hibernate', 'deallocate', 'start', 'powerOff', 'restart', 'delete'] as const;

const CRITERIA = ['tag', 'resourceGroup', 'size', 'powerState'] as const;
const MAX_LISTED_VMS = 10_000;

const text = (longest: number) => {
  const expected = `expected a text of 1 to ${longest} characters`;
  return z.string(expected).min(1, expected).max(longest, expected);
};

const whole = (lowest: number, highest: number) => {
  const expected = `expected a whole number from ${lowest} to ${highest}`;
  return z.int(expected).min(lowest, expected).max(highest, expected);
};

const oneOf = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z.enum(values, `expected one of ${values.join(', ')}`);

const members = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'invalid_type' ? 'expected members, written as name: value' : undefined,
  });

const NAME = 'expected a name of letters, digits, underscores, dots and hyphens, up to 80 characters';
const TIME = 'expected HH:MM (UTC), or an instant such as 2030-01-31T08:30:00Z';
const TIME_OF_DAY = /^([01]\d|2[0-3]):[0-5]\d$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/i;

const listedVms = z
  .array(members({ resourceGroup: text(90), name: text(64) }), 'expected a list of VMs')
  .min(1, 'expected at least one VM')
  .max(MAX_LISTED_VMS, `expected at most ${MAX_LISTED_VMS} VMs`)
  .superRefine((vms, context) => {
    const seen = new Map<string, number>();
    for (const [index, { resourceGroup, name }] of vms.entries()) {
      const key = `${resourceGroup}/${name}`.toLowerCase();
      const first = seen.get(key);
      if (first === undefined) seen.set(key, index);
      else context.addIssue({ code: 'custom', path: [index], message: `the same VM as [${first}]` });
    }
  });

const select = members({
  virtualMachines: listedVms.optional(),
  tag: members({ name: text(512), value: z.string('expected a text').max(256).optional() }).optional(),
  resourceGroup: text(90).optional(),
  size: text(80).optional(),
  powerState: oneOf(['running', 'stopped', 'deallocated', 'hibernated']).optional(),
}).superRefine((selection, context) => {
  const given = CRITERIA.filter((criterion) => selection[criterion] !== undefined);
  if (selection.virtualMachines === undefined && given.length === 0) {
    const message = `expected virtualMachines, or at least one of ${CRITERIA.join(', ')}`;
    context.addIssue({ code: 'custom', message });
  }
  if (selection.virtualMachines !== undefined) {
    for (const criterion of given) {
      context.addIssue({ code: 'custom', path: [criterion], message: 'does not go with virtualMachines' });
    }
  }
});

/** A job as a file describes it. The server checks it again, and that the VMs exist. */
export const jobEntry = members({
  name: z.string(NAME).regex(/^(?=.{1,80}$)[A-Za-z0-9]([\w.-]*\w)?$/, NAME),
  action: oneOf(JOB_ACTIONS),
  select,
  concurrency: whole(1, 1_000).optional(),
  ratePerMinute: whole(1, 10_000).optional(),
  startTime: z.string(TIME).refine(isStartTime, TIME).optional(),
  retry: members({
    attempts: whole(1, 10).optional(),
    delaySeconds: z
      .number('expected a number of seconds')
      .min(0, 'expected a number of seconds from 0 to 86400')
      .max(86_400, 'expected a number of seconds from 0 to 86400')
      .optional(),
  }).optional(),
});
export type JobEntry = z.output<typeof jobEntry>;

function isStartTime(time: string): boolean {
  return TIME_OF_DAY.test(time) || (INSTANT.test(time) && !Number.isNaN(Date.parse(time)));
}
