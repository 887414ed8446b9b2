import { z } from 'zod';
import { USER_SPACE_CHECKS } from '#libs/linux-guest';
import { VIRTUAL_DEVICE_KINDS } from '#libs/vmbus';

/** A tebibyte is more than any VM of the catalogue has. Unit: MiB. */
const MAX_MIB = 1_073_741_824;
const MAX_HV_SOCKETS = 65_536;
const MAX_SLOTS = 256;
/** An hour is longer than any guest takes to come up. */
const MAX_READY_AFTER_MS = 3_600_000;
const MAX_TEXT = 120;

/** `nic 1`: a kind of device and its index. */
const SLOT = new RegExp(`^(${VIRTUAL_DEVICE_KINDS.join('|')}) (0|[1-9]\\d{0,2})$`);

const mib = z.int().min(0).max(MAX_MIB);
const noRepeats = <Item>(items: readonly Item[]): boolean => new Set(items).size === items.length;

/** Members of a guest profile beside its name (TORPOR-16). */
export const guestProfileMembers = {
  distribution: z.string().min(1).max(MAX_TEXT),
  kernelVersion: z
    .string()
    .max(MAX_TEXT)
    .regex(
      /^\d{1,4}\.\d{1,4}(\.\d{1,5})?([.+~-][\w.+~-]*)?$/,
      'must begin with a release such as 6.8 or 6.8.12',
    ),
  architecture: z.enum(['x86-64', 'arm64']),
  hasUdevHibernateRule: z.boolean(),
  swapMib: mib,
  hasResumeParameter: z.boolean(),
  hibernationAvailable: z.boolean(),
  uioSlots: z
    .array(z.string().regex(SLOT, 'must be a kind of device and its index, such as "nic 1"'))
    .max(MAX_SLOTS)
    .refine(noRepeats, 'names a slot twice'),
  hotAddedMib: mib,
  workingSetMib: mib,
  anonymousMib: mib,
  userSpaceChecks: z.array(z.enum(USER_SPACE_CHECKS)).refine(noRepeats, 'names a check twice'),
  mountsTemporaryDisk: z.boolean(),
  rootOnDda: z.boolean(),
  openHvSockets: z.int().min(0).max(MAX_HV_SOCKETS),
  readyAfterMs: z.int().min(0).max(MAX_READY_AFTER_MS).optional(),
  kindsWithoutDriver: z.array(z.enum(VIRTUAL_DEVICE_KINDS)).refine(noRepeats, 'names a kind twice'),
} as const;
