import { z } from 'zod';
import { guestProfileMembers } from '../../../guest-profiles/guest-profile-schema.js';
import { mix, mixOfNames } from './mix.js';
import { members, name, Problem } from './quantities.js';

const MAX_PROFILES = 200;
const { kernelVersion } = guestProfileMembers;

const readKernel = (input: unknown): string | Problem => {
  const parsed = kernelVersion.safeParse(input);
  return parsed.success ? parsed.data : new Problem('must be a kernel release such as "6.8", in quotes');
};

/** Images that VMs boot from, what they change of a built-in profile, and kernels that replace theirs. */
export const guestsSchema = members({
  images: mixOfNames().optional(),
  /** Each image with each kernel. */
  kernels: mix(readKernel, { areNames: true }).optional(),
  profiles: z
    .record(
      z.string().max(80),
      members({ extends: name.optional(), ...members(guestProfileMembers).partial().shape }),
      'must have profiles, written as name: members',
    )
    .refine((own) => Object.keys(own).length <= MAX_PROFILES, `must have at most ${MAX_PROFILES} profiles`)
    .default({}),
});
export type GuestsDocument = z.output<typeof guestsSchema>;

const MAX_DISK_PRICE = 1_000;

export const moneySchema = members({
  priceRegion: name.default('eastus'),
  diskUsdPerGibMonth: z
    .number('must be US dollars, such as 0.15')
    .min(0, 'must not be negative')
    .max(MAX_DISK_PRICE, `must be at most ${MAX_DISK_PRICE}`)
    .optional(),
});
export type MoneyDocument = z.output<typeof moneySchema>;
