import { z } from 'zod';
import type { Fault } from '#libs/linux-guest';
import type { PlacementWish } from '#libs/vm-operations';
import { armName } from '../arm/arm-name.js';
import { faultsSchema } from './fault-schema.js';
import { guestProfileMembers } from '../guest-profiles/guest-profile-schema.js';
import type { GuestOverrides } from './guest-configuration.js';

/** How a VM is to be emulated. Members that are absent stay as they are. */
export interface EmulationUpdate {
  /** `null`: the policy of the server. */
  readonly policy?: string | null;
  readonly guestProfile?: string;
  /** All that this VM has otherwise than its profile: what was overridden before and is not named here goes. */
  readonly guestOverrides?: GuestOverrides;
  readonly placement?: Omit<PlacementWish, 'avoidHostIds'>;
  /** All that is staged to go wrong; what was set before and is not named here is lifted. */
  readonly faults?: readonly Fault[];
}

/** The same as clients send it. */
export const EMULATION_MEMBERS = {
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
  faults: faultsSchema.optional(),
};
