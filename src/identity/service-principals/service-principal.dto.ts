import { z } from 'zod';
import { emulatorBody } from '../../emulator-namespace/emulator-resource.js';
import { READ_ONLY } from '../../requests/arm-schemas.js';
import { MAX_SECRET_LENGTH, MIN_SECRET_LENGTH } from '../authority/client-secret.js';

const MAX_DISPLAY_NAME_LENGTH = 120;

/** Forms and headers carry it: visible ASCII characters. */
const SECRET = z
  .string()
  .regex(/^[\x21-\x7e]*$/, 'has characters other than visible ASCII')
  .min(MIN_SECRET_LENGTH)
  .max(MAX_SECRET_LENGTH);

const READ_BACK = { objectId: READ_ONLY, tenantId: READ_ONLY, createdTime: READ_ONLY };

export const SERVICE_PRINCIPAL_BODY = emulatorBody(
  z.strictObject({
    displayName: z.string().trim().min(1).max(MAX_DISPLAY_NAME_LENGTH).optional(),
    appId: z.guid().toLowerCase().optional(),
    secret: SECRET.optional(),
    ...READ_BACK,
  }),
).optional();
export type ServicePrincipalBody = z.output<typeof SERVICE_PRINCIPAL_BODY>;

export const NEW_SECRET_BODY = z.strictObject({ secret: SECRET.optional() }).optional();
export type NewSecretBody = z.output<typeof NEW_SECRET_BODY>;
