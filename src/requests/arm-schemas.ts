import { z, type ZodType } from 'zod';
import { parseArmId } from '../arm/arm-id.js';
import type { ArmName } from '../persistence/vm-parts.repository.js';

/** Limits of tags. Source: "Use tags to organize your Azure resources". */
const MAX_TAGS = 50;
const MAX_TAG_NAME_LENGTH = 512;
const MAX_TAG_VALUE_LENGTH = 256;

export const TAGS: ZodType<Readonly<Record<string, string>>> = z
  .record(
    z
      .string()
      .min(1)
      .max(MAX_TAG_NAME_LENGTH)
      .regex(/^[^<>%&\\?/]+$/, 'has none of the characters < > % & \\ ? /'),
    z.string().max(MAX_TAG_VALUE_LENGTH),
  )
  .refine((tags) => Object.keys(tags).length <= MAX_TAGS, `has more than ${MAX_TAGS} tags`);

/** A location in the one form in which it is stored: clients send `West Europe` and `westeurope` alike. */
export const LOCATION = z
  .string()
  .transform((text) => text.replaceAll(' ', '').toLowerCase())
  .refine((name) => /^[a-z][a-z0-9]{1,39}$/.test(name), 'is not the name of a location');

/** A word of Azure's vocabulary in any letter case, in the canonical one afterwards. */
export function armWord<const Words extends readonly [string, ...string[]]>(
  ...words: Words
): ZodType<Words[number]> {
  return z.string().transform((text, context): Words[number] => {
    const found = words.find((word) => word.toLowerCase() === text.toLowerCase());
    if (found !== undefined) return found;
    context.addIssue({
      code: 'custom',
      message: `is ${JSON.stringify(text)}, not one of ${words.join(', ')}`,
    });
    return z.NEVER;
  });
}

/** `{ id }` of anything; what it refers to decides nothing here. */
export const SUB_RESOURCE = z.strictObject({ id: z.string() });

/** A member that is taken from whoever sends it, and decides nothing. */
export const READ_ONLY = z.unknown().optional();

/** Members of every resource that only answers fill in: clients send back what they have read. */
export const READ_ONLY_ENVELOPE = {
  id: READ_ONLY,
  name: READ_ONLY,
  type: READ_ONLY,
  etag: READ_ONLY,
  systemData: READ_ONLY,
} as const;

/** The id of a resource of one type: `resourceIdOf('Microsoft.Compute', 'disks')`. */
export function resourceIdOf(provider: string, type: string): ZodType<ArmName> {
  return z.string().transform((text, context): ArmName => {
    const id = parseArmId(text);
    const [part, ...moreParts] = id?.parts ?? [];
    const [segment, ...more] = part?.segments ?? [];
    const isOfType =
      part?.provider === provider && segment?.type === type && more.length + moreParts.length === 0;
    if (id?.resourceGroup !== undefined && segment !== undefined && isOfType) {
      return {
        subscriptionId: id.subscriptionId.toLowerCase(),
        groupName: id.resourceGroup,
        name: segment.name,
      };
    }
    context.addIssue({ code: 'custom', message: `is not the id of a resource of type ${provider}/${type}` });
    return z.NEVER;
  });
}

/** `{ id }` of a resource of one type, whatever else a client sends back with it. */
export function referenceTo(provider: string, type: string): ZodType<{ readonly id: string }> {
  const id = resourceIdOf(provider, type);
  return z
    .looseObject({ id: z.string() })
    .superRefine((reference, context) => {
      if (id.safeParse(reference.id).success) return;
      const message = `is not the id of a resource of type ${provider}/${type}`;
      context.addIssue({ code: 'custom', path: ['id'], message });
    })
    .transform((reference) => ({ id: reference.id }));
}

/** The resource that an id names, once a schema has found it to be of this type. */
export function armNameOfId(provider: string, type: string, id: string): ArmName {
  return resourceIdOf(provider, type).parse(id);
}

/** The body of a PATCH that changes nothing but tags. */
export const TAGS_BODY = z.strictObject({ tags: TAGS.optional() });
export type TagsBody = z.output<typeof TAGS_BODY>;

/** A subnet, by its network and its name in it. */
export interface SubnetName {
  readonly network: ArmName;
  readonly subnetName: string;
}

export const SUBNET_ID: ZodType<SubnetName> = z.string().transform((text, context): SubnetName => {
  const id = parseArmId(text);
  const [part, ...moreParts] = id?.parts ?? [];
  const [network, subnet, ...more] = part?.segments ?? [];
  const isSubnet =
    part?.provider === 'Microsoft.Network' &&
    network?.type === 'virtualNetworks' &&
    subnet?.type === 'subnets' &&
    more.length + moreParts.length === 0;
  if (isSubnet && id?.resourceGroup !== undefined) {
    const scope = { subscriptionId: id.subscriptionId.toLowerCase(), groupName: id.resourceGroup };
    return { network: { ...scope, name: network.name }, subnetName: subnet.name };
  }
  context.addIssue({ code: 'custom', message: 'is not the id of a subnet' });
  return z.NEVER;
});

/** A member that means something in Azure and cannot mean it here: to take it silently would mislead. */
export function notEmulated(instead: string) {
  return z
    .unknown()
    .refine((value) => value === undefined, `is not emulated: ${instead}`)
    .optional();
}
