import { z } from 'zod';
import { armWord } from '../requests/arm-schemas.js';

/** As long as a 32-bit number of seconds can say; the published model has no other limit. Unit: s. */
const MAX_SECONDS = 4_294_967_295;

/** The body of a grant; a level of None takes nothing away, and is refused. */
export const GRANT_BODY = z.strictObject({
  access: armWord('Read', 'Write'),
  durationInSeconds: z.int().min(1).max(MAX_SECONDS),
  getSecureVMGuestStateSAS: z.boolean().optional(),
  fileFormat: armWord('VHD', 'VHDX').optional(),
});
export type GrantBody = z.output<typeof GRANT_BODY>;

/** Members that have no effect, as the link that is granted leads nowhere (TORPOR-22). */
export const GRANT_IGNORED = ['fileFormat', 'getSecureVMGuestStateSAS'] as const;
