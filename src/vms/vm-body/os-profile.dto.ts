import { z } from 'zod';
import { READ_ONLY, SUB_RESOURCE } from '../../requests/arm-schemas.js';

/*
 * `properties.osProfile` of the published VM model. Nothing logs in to an emulated guest: names, keys and
 * settings are kept and shown. Passwords, custom data and the content of unattended-setup files are taken and
 * dropped, so that no secret is ever stored.
 */

const PATCH_SETTINGS = z.strictObject({
  patchMode: z.string().optional(),
  assessmentMode: z.string().optional(),
  enableHotpatching: z.boolean().optional(),
  automaticByPlatformSettings: z.looseObject({}).optional(),
});

const LINUX = z.strictObject({
  disablePasswordAuthentication: z.boolean().optional(),
  ssh: z
    .strictObject({
      publicKeys: z
        .array(z.strictObject({ path: z.string().optional(), keyData: z.string().optional() }))
        .optional(),
    })
    .optional(),
  provisionVMAgent: z.boolean().optional(),
  patchSettings: PATCH_SETTINGS.optional(),
  enableVMAgentPlatformUpdates: z.boolean().optional(),
});

const WINDOWS = z.strictObject({
  provisionVMAgent: z.boolean().optional(),
  enableAutomaticUpdates: z.boolean().optional(),
  timeZone: z.string().optional(),
  additionalUnattendContent: READ_ONLY,
  patchSettings: PATCH_SETTINGS.optional(),
  winRM: z.strictObject({ listeners: z.array(z.looseObject({})).optional() }).optional(),
  enableVMAgentPlatformUpdates: READ_ONLY,
});

const SECRETS = z.array(
  z.strictObject({
    sourceVault: SUB_RESOURCE.optional(),
    vaultCertificates: z.array(z.looseObject({})).optional(),
  }),
);

export const OS_PROFILE = z.strictObject({
  computerName: z
    .string()
    .max(64)
    .regex(/^[\w.-]+$/, 'is not the name of a computer')
    .optional(),
  adminUsername: z.string().min(1).max(64).optional(),
  adminPassword: z.string().optional(),
  customData: z.string().optional(),
  linuxConfiguration: LINUX.optional(),
  windowsConfiguration: WINDOWS.optional(),
  secrets: SECRETS.optional(),
  allowExtensionOperations: z.boolean().optional(),
  requireGuestProvisionSignal: z.boolean().optional(),
});
export type OsProfileBody = z.output<typeof OS_PROFILE>;

/** An OS profile as it may be stored: without what is secret or computed. */
export function storableOsProfile({
  adminPassword: _password,
  customData: _customData,
  windowsConfiguration,
  ...profile
}: OsProfileBody): Readonly<Record<string, unknown>> {
  if (windowsConfiguration === undefined) return profile;
  const {
    additionalUnattendContent: _content,
    enableVMAgentPlatformUpdates: _computed,
    ...shown
  } = windowsConfiguration;
  return { ...profile, windowsConfiguration: shown };
}
