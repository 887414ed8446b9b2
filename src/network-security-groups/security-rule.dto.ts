import { z, type ZodType } from 'zod';
import { armName } from '../arm/arm-name.js';
import { armWord, READ_ONLY, READ_ONLY_ENVELOPE } from '../requests/arm-schemas.js';

/*
 * Every member of the published model of security rules. Rules are checked, kept and shown; no traffic exists
 * here that they could filter.
 */

const MAX_DESCRIPTION = 140;
const MIN_PRIORITY = 100;
const MAX_PRIORITY = 4_096;
const MAX_PORT = 65_535;

const PORTS = z.string().refine(isPortRange, 'is neither *, nor a port, nor a range such as 80-90');
const PREFIX = z.string().min(1);
const REFERENCES = z.array(z.looseObject({ id: z.string() }));

const RULE_PROPERTIES = z.strictObject({
  description: z.string().max(MAX_DESCRIPTION).optional(),
  protocol: armWord('*', 'Tcp', 'Udp', 'Icmp', 'Esp', 'Ah'),
  sourcePortRange: PORTS.optional(),
  sourcePortRanges: z.array(PORTS).optional(),
  destinationPortRange: PORTS.optional(),
  destinationPortRanges: z.array(PORTS).optional(),
  sourceAddressPrefix: PREFIX.optional(),
  sourceAddressPrefixes: z.array(PREFIX).optional(),
  sourceApplicationSecurityGroups: REFERENCES.optional(),
  destinationAddressPrefix: PREFIX.optional(),
  destinationAddressPrefixes: z.array(PREFIX).optional(),
  destinationApplicationSecurityGroups: REFERENCES.optional(),
  access: armWord('Allow', 'Deny'),
  priority: z.int().min(MIN_PRIORITY).max(MAX_PRIORITY),
  direction: armWord('Inbound', 'Outbound'),
  provisioningState: READ_ONLY,
});

/** A rule as it is stored. */
export interface SecurityRule {
  readonly name: string;
  readonly properties: Readonly<Record<string, unknown>> & {
    readonly access: 'Allow' | 'Deny';
    readonly priority: number;
    readonly direction: 'Inbound' | 'Outbound';
  };
}

/** A rule inside of its group. */
export const SECURITY_RULE: ZodType<SecurityRule> = z
  .strictObject({ ...READ_ONLY_ENVELOPE, name: armName('securityRule'), properties: RULE_PROPERTIES })
  .transform(({ name, properties }): SecurityRule => ({ name, properties: ruleProperties(properties) }));

/** A rule as the body of a request of its own, whose path names it. */
export const SECURITY_RULE_BODY: ZodType<Pick<SecurityRule, 'properties'>> = z
  .strictObject({ ...READ_ONLY_ENVELOPE, properties: RULE_PROPERTIES })
  .transform(({ properties }) => ({ properties: ruleProperties(properties) }));

function ruleProperties({
  provisioningState: _computed,
  ...properties
}: z.output<typeof RULE_PROPERTIES>): SecurityRule['properties'] {
  return properties;
}

function isPortRange(text: string): boolean {
  if (text === '*') return true;
  const [, from, to] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text) ?? [];
  if (from === undefined) return false;
  const [first, last] = [Number(from), Number(to ?? from)];
  return first <= last && last <= MAX_PORT;
}
