import { z } from 'zod';
import type { ExtensionSpec } from '../persistence/extension.repository.js';
import { LOCATION, READ_ONLY, READ_ONLY_ENVELOPE, TAGS } from '../requests/arm-schemas.js';

/*
 * The published model of an extension of a VM, member by member.
 *
 * | members                                          | what becomes of them                                     |
 * | ------------------------------------------------ | -------------------------------------------------------- |
 * | publisher, type                                  | used: say whether the extension sets up hibernation      |
 * | typeHandlerVersion, settings, forceUpdateTag, ...| kept and shown; nothing is run in the guest              |
 * | protectedSettings, protectedSettingsFromKeyVault | taken and dropped: secrets are not stored                |
 * | provisioningState, instanceView                  | answers only; taken and dropped                          |
 */

const CHANGEABLE = {
  typeHandlerVersion: z.string().min(1).optional(),
  autoUpgradeMinorVersion: z.boolean().optional(),
  enableAutomaticUpgrade: z.boolean().optional(),
  forceUpdateTag: z.string().optional(),
  settings: z.unknown().optional(),
  protectedSettings: z.unknown().optional(),
  protectedSettingsFromKeyVault: z.looseObject({}).optional(),
  suppressFailures: z.boolean().optional(),
} as const;

const WORD = z.string().min(1).max(256);

export const EXTENSION_BODY = z.strictObject({
  ...READ_ONLY_ENVELOPE,
  location: LOCATION.optional(),
  tags: TAGS.optional(),
  properties: z.strictObject({
    ...CHANGEABLE,
    publisher: WORD,
    type: WORD,
    typeHandlerVersion: z.string().min(1),
    provisionAfterExtensions: z.array(z.string()).optional(),
    provisioningState: READ_ONLY,
    instanceView: READ_ONLY,
  }),
});
export type ExtensionBody = z.output<typeof EXTENSION_BODY>;

export const EXTENSION_UPDATE_BODY = z.strictObject({
  tags: TAGS.optional(),
  properties: z.strictObject({ ...CHANGEABLE, publisher: WORD.optional(), type: WORD.optional() }).optional(),
});
export type ExtensionUpdateBody = z.output<typeof EXTENSION_UPDATE_BODY>;

/** Members of a change without effect: nothing is run in a guest (TORPOR-22). */
export const IGNORED_OF_EXTENSION_UPDATE = [
  'properties.settings',
  'properties.protectedSettings',
  'properties.protectedSettingsFromKeyVault',
  'properties.forceUpdateTag',
  'properties.enableAutomaticUpgrade',
  'properties.suppressFailures',
] as const;

/** The same of a whole extension; its type has an effect where it sets up hibernation. */
export const IGNORED_OF_EXTENSION = [
  'properties.type',
  ...IGNORED_OF_EXTENSION_UPDATE,
  'properties.provisionAfterExtensions',
] as const;

/** What a body says of an extension, without what is secret or computed. */
export function storableSpec(
  properties: NonNullable<ExtensionUpdateBody['properties']> | ExtensionBody['properties'],
): Partial<ExtensionSpec> {
  const { protectedSettings: _secret, protectedSettingsFromKeyVault: _reference, ...shown } = properties;
  const {
    provisioningState: _state,
    instanceView: _view,
    ...spec
  } = shown as typeof shown & {
    readonly provisioningState?: unknown;
    readonly instanceView?: unknown;
  };
  return Object.fromEntries(Object.entries(spec).filter(([, value]) => value !== undefined));
}
