import { HIBERNATION_EXCLUSIONS, type HibernationExclusion } from '#libs/vm-operations';
import { z } from 'zod';
import { isMembers } from '../document/tree.js';
import { mix, mixOfNames } from './mix.js';
import { members, name, Problem, readWhole, truth, whole } from './quantities.js';

const MAX_VCPUS = 4_096;
const MAX_GIB_PER_VCPU = 1_024;
const MAX_DEVICES = 64;
const MAX_DISK_GIB = 32_767;
const MAX_WEIGHT = 1_000_000;
const MAX_LISTED = 200;

const EXCLUSIONS = Object.keys(HIBERNATION_EXCLUSIONS) as [HibernationExclusion, ...HibernationExclusion[]];

const readTruth = (input: unknown): boolean | Problem =>
  typeof input === 'boolean' ? input : new Problem('must be true or false');

/** VMs by name of their size. Most members may be mixes: together they stand for all combinations. */
export const machineSchema = members({
  weight: whole(1, MAX_WEIGHT).default(1),
  size: mixOfNames(),
  nics: mix(readWhole(1, MAX_DEVICES)).optional(),
  acceleratedNetworking: mix(readTruth).optional(),
  dataDisks: mix(readWhole(0, MAX_DEVICES)).optional(),
  osDisk: members({
    sku: name.optional(),
    sizeGib: whole(1, MAX_DISK_GIB).optional(),
    supportsHibernation: truth.optional(),
  }).optional(),
  hibernationEnabled: mix(readTruth).optional(),
  exclusions: z
    .array(z.enum(EXCLUSIONS, `must be one of ${EXCLUSIONS.join(', ')}`), 'must be a list')
    .max(EXCLUSIONS.length, 'must name each of them once')
    .optional(),
  /** Without it the guest is drawn from the images of the scenario. */
  image: mixOfNames().optional(),
});
export type MachineDocument = z.output<typeof machineSchema>;

/** VMs of which quantities alone are known. */
export const quantitiesSchema = members({
  vcpus: mix(readWhole(1, MAX_VCPUS)),
  gibPerVcpu: mix(readWhole(1, MAX_GIB_PER_VCPU)),
});
export type QuantitiesDocument = z.output<typeof quantitiesSchema>;

export type MachinesDocument =
  | { readonly kind: 'sizes'; readonly machines: readonly MachineDocument[] }
  | ({ readonly kind: 'by-vcpu' } & QuantitiesDocument);

/** One machine, a list of them, or quantities: whichever the input looks like. */
export const machinesSchema = z.any().transform((input: unknown, context): MachinesDocument => {
  const told = <Value>(parsed: z.ZodSafeParseResult<Value>): Value | undefined => {
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) context.addIssue(issue as never);
    return undefined;
  };
  if (isMembers(input) && (input['vcpus'] !== undefined || input['gibPerVcpu'] !== undefined)) {
    const quantities = told(quantitiesSchema.safeParse(input));
    return quantities === undefined ? z.NEVER : { kind: 'by-vcpu', ...quantities };
  }
  if (Array.isArray(input)) {
    const list = z
      .array(machineSchema)
      .min(1, 'must list at least one')
      .max(MAX_LISTED, `must list at most ${MAX_LISTED}`);
    const machines = told(list.safeParse(input));
    return machines === undefined ? z.NEVER : { kind: 'sizes', machines };
  }
  const machine = told(machineSchema.safeParse(input));
  return machine === undefined ? z.NEVER : { kind: 'sizes', machines: [machine] };
});
