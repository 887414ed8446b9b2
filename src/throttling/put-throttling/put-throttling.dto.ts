import { z } from 'zod';
import { POLICY_NAMES, type PolicyName } from '#libs/throttling';
import { emulatorBody } from '../../emulator-namespace/emulator-resource.js';
import { READ_ONLY } from '../../requests/arm-schemas.js';

const MAX_REQUESTS = 1_000_000_000;
const MAX_SCALE = 1_000_000;

const limit = z.strictObject({
  capacity: z.int().min(1).max(MAX_REQUESTS),
  refillPerMinute: z.number().gt(0).max(MAX_REQUESTS),
});
const policy = z.strictObject({ resource: limit.optional(), subscription: limit.optional() });
const overrides = Object.fromEntries(POLICY_NAMES.map((name) => [name, policy.optional()])) as Readonly<
  Record<PolicyName, z.ZodOptional<typeof policy>>
>;

/** The body of a PUT of throttling. */
export const throttlingBody = emulatorBody(
  z.strictObject({
    enabled: z.boolean(),
    scale: z.number().gt(0).max(MAX_SCALE).default(1),
    overrides: z.strictObject(overrides).default({}),
    limits: READ_ONLY,
  }),
);
export type ThrottlingBody = z.output<typeof throttlingBody>;
