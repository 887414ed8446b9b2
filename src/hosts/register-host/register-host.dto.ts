import { z } from 'zod';
import { HOST_GENERATIONS, hostGenerationNamed } from '#libs/hosts';
import { armName } from '../../arm/arm-name.js';
import { emulatorBody } from '../../emulator-namespace/emulator-resource.js';

/** Far above any server that exists; a slip of a unit (bytes for MiB) is beyond it. */
const MAX_VCPUS = 65_536;
const MAX_MEMORY_MIB = 1_073_741_824;
const MAX_VF_SLOTS = 65_536;

const GENERATIONS = Object.keys(HOST_GENERATIONS).join(', ');

/** The body of a PUT of a host. */
export const hostBody = emulatorBody(
  z.strictObject({
    cluster: armName('cluster').default('default'),
    generation: z
      .string()
      .refine((name) => hostGenerationNamed(name) !== undefined, `must be one of ${GENERATIONS}`),
    capacity: z.strictObject({
      vcpus: z.int().min(1).max(MAX_VCPUS),
      memoryMib: z.int().min(1).max(MAX_MEMORY_MIB),
      vfSlots: z.int().min(0).max(MAX_VF_SLOTS).default(0),
    }),
  }),
);
export type HostBody = z.output<typeof hostBody>;
