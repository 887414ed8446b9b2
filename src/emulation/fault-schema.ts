import { z } from 'zod';
import { FAULTS, type Fault, type FaultKind, type FaultTakes } from '#libs/linux-guest';
import { VIRTUAL_DEVICE_KINDS } from '#libs/vmbus';

/** More than the catalogue has kinds, times the devices of a large VM. */
const MAX_FAULTS = 256;
const MAX_TEXT = 64;

const SLOT = new RegExp(`^(${VIRTUAL_DEVICE_KINDS.join('|')}) (0|[1-9]\\d{0,2})$`);
const DISK = /^(os disk|temporary disk|data disk (0|[1-9]\d?))$/;

/** What stands beside the kind of a fault that takes this. */
const ARGUMENT: Readonly<Record<FaultTakes, z.ZodRawShape>> = {
  nothing: {},
  slot: { slot: z.string().regex(SLOT, 'must be a kind of device and its index, such as "nic 1"') },
  disk: {
    slot: z.string().regex(DISK, 'must be "os disk", "temporary disk" or a disk such as "data disk 0"'),
  },
  number: { value: z.int().min(0).max(0xffff_ffff) },
  text: { value: z.string().min(1).max(MAX_TEXT) },
};

const KINDS = Object.keys(FAULTS) as [FaultKind, ...FaultKind[]];

/** The faults of a VM as clients send them: `{"kind": "device-missing", "slot": "nic 0"}`. */
export const faultsSchema = z
  .array(
    z.discriminatedUnion(
      'kind',
      KINDS.map((kind) =>
        z.strictObject({ kind: z.literal(kind), ...ARGUMENT[FAULTS[kind].takes] }),
      ) as never,
    ) as unknown as z.ZodType<Fault>,
  )
  .max(MAX_FAULTS);
