import { z } from 'zod';
import { armName } from '../../arm/arm-name.js';
import { emulatorBody } from '../../emulator-namespace/emulator-resource.js';
import { guestProfileMembers } from '../../guest-profiles/guest-profile-schema.js';
import { READ_ONLY } from '../../requests/arm-schemas.js';

/** The body of a PUT of a VM's emulation. Members that are absent stay as they are; what reading adds is ignored. */
export const emulationBody = emulatorBody(
  z.strictObject({
    /** `null`: the policy of the server. */
    policy: armName('policy').nullable().optional(),
    guestProfile: armName('guestProfile').optional(),
    guestOverrides: z.strictObject(guestProfileMembers).partial().optional(),
    placement: z
      .strictObject({
        strategy: z.enum(['spread', 'pack']).default('spread'),
        hostName: armName('host').optional(),
        cluster: armName('cluster').optional(),
      })
      .optional(),
    policyInForce: READ_ONLY,
    awaitingBoot: READ_ONLY,
    hostName: READ_ONLY,
    bootId: READ_ONLY,
    devices: READ_ONLY,
    hibernation: READ_ONLY,
    verdict: READ_ONLY,
    sysfs: READ_ONLY,
  }),
);
export type EmulationBody = z.output<typeof emulationBody>;
