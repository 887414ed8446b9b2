import { z } from 'zod';
import { LOCATION, READ_ONLY, READ_ONLY_ENVELOPE, TAGS } from '../../requests/arm-schemas.js';

export const PUT_GROUP_BODY = z.strictObject({
  location: LOCATION,
  tags: TAGS.optional(),
  managedBy: z.string().optional(),
  ...READ_ONLY_ENVELOPE,
  properties: z.strictObject({ provisioningState: READ_ONLY }).optional(),
});
export type PutGroupBody = z.output<typeof PUT_GROUP_BODY>;
