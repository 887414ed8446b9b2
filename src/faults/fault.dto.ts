import { z } from 'zod';
import { ARMABLE_KINDS, FAULT_PARAMETERS, type ArmableKind } from '#libs/platform-faults';
import { armName } from '../arm/arm-name.js';
import { emulatorBody } from '../emulator-namespace/emulator-resource.js';
import { READ_ONLY, resourceIdOf } from '../requests/arm-schemas.js';

const MAX_TIMES = 1_000_000;
const MAX_SEED = 0xffff_ffff;
const MAX_OPERATIONS = 64;
const MAX_TEXT = 500;

const { retryAfterSeconds, delayMs, moment, status, polls } = FAULT_PARAMETERS;
const within = ({ lowest, highest }: { readonly lowest: number; readonly highest: number }) =>
  z.int().min(lowest).max(highest);

const parameters = z.strictObject({
  retryAfterSeconds: within(retryAfterSeconds).optional(),
  delayMs: within(delayMs).optional(),
  step: z.string().min(1).max(MAX_TEXT).optional(),
  moment: z.enum(moment.choices).optional(),
  status: z
    .union([z.string(), z.int().transform(String)])
    .pipe(z.enum(status.choices))
    .optional(),
  polls: within(polls).optional(),
  message: z.string().min(1).max(MAX_TEXT).optional(),
  slot: z.string().min(1).max(MAX_TEXT).optional(),
  value: z.union([z.string().min(1).max(MAX_TEXT), z.int()]).optional(),
});

const target = z.strictObject({
  vm: resourceIdOf('Microsoft.Compute', 'virtualMachines').optional(),
  group: armName('group').optional(),
  host: armName('host').optional(),
  size: z.string().min(1).max(MAX_TEXT).optional(),
});

const fault = z.strictObject({
  kind: z.enum(ARMABLE_KINDS as readonly [ArmableKind, ...ArmableKind[]]),
  target: target.default({}),
  operations: z.array(z.string().min(1).max(MAX_TEXT)).min(1).max(MAX_OPERATIONS).optional(),
  times: z.union([z.int().min(1).max(MAX_TIMES), z.literal('unlimited')]).default(1),
  probability: z.number().gt(0).max(1).optional(),
  seed: z.int().min(0).max(MAX_SEED).default(0),
  parameters: parameters.default({}),
  status: READ_ONLY,
  remaining: READ_ONLY,
  hits: READ_ONLY,
  armedAt: READ_ONLY,
  lastHitAt: READ_ONLY,
  struck: READ_ONLY,
});

/** The body of a PUT of a fault. */
export const faultBody = emulatorBody(fault);
export type FaultBody = z.output<typeof faultBody>;
