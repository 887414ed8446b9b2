import { z } from 'zod';
import { isMembers } from '../document/tree.js';
import { machineSchema, machinesSchema } from './machine-schema.js';
import { mixOfNames } from './mix.js';
import { members, name, oneOf, percent, text, whole } from './quantities.js';

export const MAX_VMS = 50_000_000;
const MAX_PATH = 1_000;
const MAX_SIZES = 2_000;

const generatedSchema = members({
  vms: whole(1, MAX_VMS),
  groups: mixOfNames(),
  machines: machinesSchema,
  pinnedPercent: percent.default(0),
  regions: mixOfNames().optional(),
  tenants: whole(1, MAX_VMS).default(1),
});

const FORMATS = ['csv', 'parquet', 'azure-trace-v1'] as const;

const listedSchema = members({
  file: text(MAX_PATH),
  /** Of the file's name where nothing is said. */
  format: oneOf(FORMATS).optional(),
  onBadRow: oneOf(['fail', 'skip']).default('fail'),
  most: whole(1, MAX_VMS).optional(),
  otherwise: members({
    group: name,
    region: name.optional(),
    tenant: name.optional(),
    machine: machineSchema,
  }),
  /** What a size of the file stands for, where it is not a size of Azure or has more than the ordinary. */
  sizes: z
    .record(z.string().max(80), machineSchema.partial(), 'must have machines, written as size: machine')
    .refine((sizes) => Object.keys(sizes).length <= MAX_SIZES, `must have at most ${MAX_SIZES} sizes`)
    .default({}),
  groups: mixOfNames().optional(),
});

export type GeneratedDocument = z.output<typeof generatedSchema>;
export type ListedDocument = z.output<typeof listedSchema>;
export type FleetDocument =
  ({ readonly kind: 'generated' } & GeneratedDocument) | ({ readonly kind: 'listed' } & ListedDocument);

/** A fleet from a file where one is named, else a generated one. */
export const fleetSchema = z.any().transform((input: unknown, context): FleetDocument => {
  const isListed = isMembers(input) && input['file'] !== undefined;
  const parsed = isListed ? listedSchema.safeParse(input) : generatedSchema.safeParse(input);
  if (parsed.success) {
    return isListed
      ? { kind: 'listed', ...(parsed.data as ListedDocument) }
      : { kind: 'generated', ...(parsed.data as GeneratedDocument) };
  }
  for (const issue of parsed.error.issues) context.addIssue(issue as never);
  return z.NEVER;
});
