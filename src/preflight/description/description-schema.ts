import { z } from 'zod';
import { HOST_GENERATIONS, hostGenerationNamed } from '#libs/hosts';
import { HIBERNATION_EXCLUSIONS, type HibernationExclusion } from '#libs/vm-operations';
import { guestProfileMembers } from '../../guest-profiles/guest-profile-schema.js';

/** Far above any VM that exists; a slip of a unit (bytes for MiB) is beyond it. */
const MAX_VCPUS = 65_536;
const MAX_MEMORY_MIB = 1_073_741_824;
const MAX_DISK_GIB = 32_767;
const MAX_DEVICES = 64;
const MAX_NAME = 80;

const EXCLUSIONS = Object.keys(HIBERNATION_EXCLUSIONS) as [HibernationExclusion, ...HibernationExclusion[]];

const whole = (lowest: number, highest: number) => {
  const expected = `expected a whole number from ${lowest} to ${highest}`;
  return z.int(expected).min(lowest, expected).max(highest, expected);
};

const name = (what: string) => {
  const expected = `expected the name of ${what}`;
  return z.string(expected).min(1, expected).max(MAX_NAME, expected);
};

const truth = z.boolean('expected true or false');

const members = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'invalid_type' ? 'expected members, written as name: value' : undefined,
  });

/** A kind of host, by name. */
export const generationName = name('a host generation').refine(
  (text) => hostGenerationNamed(text) !== undefined,
  `expected one of ${Object.keys(HOST_GENERATIONS).join(', ')}`,
);

/** A VM as people describe it: only its size is needed, and what is left out is told as assumed. */
export const descriptionSchema = members({
  name: name('the VM').optional(),
  size: name('a VM size, such as Standard_D4s_v5'),
  vcpus: whole(1, MAX_VCPUS).optional(),
  memoryMib: whole(1, MAX_MEMORY_MIB).optional(),
  hibernationEnabled: truth.optional(),
  exclusions: z
    .array(z.enum(EXCLUSIONS, `expected one of ${EXCLUSIONS.join(', ')}`), 'expected a list')
    .max(EXCLUSIONS.length, 'expected each of them once')
    .optional(),
  osDisk: members({
    sizeGib: whole(1, MAX_DISK_GIB).optional(),
    supportsHibernation: truth.optional(),
  }).optional(),
  dataDisks: whole(0, MAX_DEVICES).optional(),
  nics: whole(0, MAX_DEVICES).optional(),
  acceleratedNetworking: truth.optional(),
  guestProfile: name('a guest profile').optional(),
  guestOverrides: members(guestProfileMembers).partial().optional(),
  policy: name('a GUID policy').optional(),
  generation: generationName.optional(),
});
export type VmDescription = z.output<typeof descriptionSchema>;
