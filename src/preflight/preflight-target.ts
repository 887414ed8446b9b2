import { z } from 'zod';
import type { HibernationInitiator } from '#libs/linux-guest';
import { armName } from '../arm/arm-name.js';
import { guestProfileMembers } from '../guest-profiles/guest-profile-schema.js';
import { generationName } from './description/description-schema.js';

/** Who puts the VM to sleep: the platform on request, or the guest itself. */
export const INITIATORS = ['platform', 'guest'] as const;
export type Initiator = (typeof INITIATORS)[number];

/** What a caller may say about the target; what is left out stays as it is for the VM. */
export const targetMembers = {
  /** In force when the VM is started again. */
  policy: armName('policy').optional(),
  hostName: armName('host').optional(),
  generation: generationName.optional(),
  kernelVersion: guestProfileMembers.kernelVersion.optional(),
  initiatedBy: z.enum(INITIATORS).default('platform'),
};

export interface WantedTarget {
  readonly policy?: string | undefined;
  readonly hostName?: string | undefined;
  readonly generation?: string | undefined;
  readonly kernelVersion?: string | undefined;
  readonly initiatedBy: Initiator;
}

/** One place at most. */
export function namesOnePlace({
  hostName,
  generation,
}: Pick<WantedTarget, 'hostName' | 'generation'>): boolean {
  return hostName === undefined || generation === undefined;
}

export const ONE_PLACE = 'names a host and a generation; give one of them';

export function initiatorOf(initiator: Initiator): HibernationInitiator {
  return initiator === 'guest' ? 'self' : 'shutdown-service';
}
