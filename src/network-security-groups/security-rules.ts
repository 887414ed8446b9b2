import { refusal, type Refusal } from '#libs/refusal';
import type { KeptName, KeptRow } from '../persistence/kept-resource.repository.js';
import { keptId } from '../kept-resources/kept-document.js';
import { networkEtag } from '../networks/network-document.js';
import type { SecurityRule } from './security-rule.dto.js';

export interface SecurityRuleDocument {
  readonly name: string;
  readonly id: string;
  readonly etag: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** What is wrong with the rules of a group taken together: names and priorities are there once. */
export function securityRulesRefusal(rules: readonly SecurityRule[]): Refusal | undefined {
  for (const [at, { name, properties }] of rules.entries()) {
    const earlier = rules.slice(0, at);
    const target = `properties.securityRules[${at}]`;
    if (earlier.some((other) => other.name.toLowerCase() === name.toLowerCase())) {
      return refusal('invalid-parameter', `two security rules are called ${name}`, { target });
    }
    const { priority, direction } = properties;
    const rival = earlier.find(
      (other) => other.properties.priority === priority && other.properties.direction === direction,
    );
    if (rival !== undefined) {
      const detail = `security rules ${rival.name} and ${name} are both ${direction} with priority ${priority}`;
      return refusal('invalid-parameter', detail, { target });
    }
  }
  return undefined;
}

/** Rules as stored in a group. */
export function rulesOf({ properties }: Pick<KeptRow, 'properties'>): readonly SecurityRule[] {
  return (properties['securityRules'] ?? []) as readonly SecurityRule[];
}

export function securityRuleDocument(
  group: KeptRow,
  rule: SecurityRule,
  provisioningState = 'Succeeded',
): SecurityRuleDocument {
  return ruleDocument(group, 'securityRules', rule, provisioningState);
}

function ruleDocument(
  group: KeptName & Pick<KeptRow, 'etag' | 'type'>,
  segment: 'securityRules' | 'defaultSecurityRules',
  { name, properties }: { readonly name: string; readonly properties: Readonly<Record<string, unknown>> },
  provisioningState: string,
): SecurityRuleDocument {
  return {
    name,
    id: `${keptId(group)}/${segment}/${name}`,
    etag: networkEtag(group),
    type: `${group.type}/${segment}`,
    properties: {
      sourcePortRanges: [],
      destinationPortRanges: [],
      sourceAddressPrefixes: [],
      destinationAddressPrefixes: [],
      ...properties,
      provisioningState,
    },
  };
}

interface DefaultRule {
  readonly name: string;
  readonly description: string;
  readonly source: string;
  readonly destination: string;
  readonly access: 'Allow' | 'Deny';
  readonly priority: number;
  readonly direction: 'Inbound' | 'Outbound';
}

/** Rules that every group has. Source: "Network security groups", default security rules. */
const DEFAULT_RULES: readonly DefaultRule[] = [
  {
    name: 'AllowVnetInBound',
    description: 'Allow inbound traffic from all VMs in VNET',
    source: 'VirtualNetwork',
    destination: 'VirtualNetwork',
    access: 'Allow',
    priority: 65_000,
    direction: 'Inbound',
  },
  {
    name: 'AllowAzureLoadBalancerInBound',
    description: 'Allow inbound traffic from azure load balancer',
    source: 'AzureLoadBalancer',
    destination: '*',
    access: 'Allow',
    priority: 65_001,
    direction: 'Inbound',
  },
  {
    name: 'DenyAllInBound',
    description: 'Deny all inbound traffic',
    source: '*',
    destination: '*',
    access: 'Deny',
    priority: 65_500,
    direction: 'Inbound',
  },
  {
    name: 'AllowVnetOutBound',
    description: 'Allow outbound traffic from all VMs to all VMs in VNET',
    source: 'VirtualNetwork',
    destination: 'VirtualNetwork',
    access: 'Allow',
    priority: 65_000,
    direction: 'Outbound',
  },
  {
    name: 'AllowInternetOutBound',
    description: 'Allow outbound traffic from all VMs to Internet',
    source: '*',
    destination: 'Internet',
    access: 'Allow',
    priority: 65_001,
    direction: 'Outbound',
  },
  {
    name: 'DenyAllOutBound',
    description: 'Deny all outbound traffic',
    source: '*',
    destination: '*',
    access: 'Deny',
    priority: 65_500,
    direction: 'Outbound',
  },
];

/** The default rules of a group, as answers show them. */
export function defaultRuleDocuments(group: KeptRow): readonly SecurityRuleDocument[] {
  return DEFAULT_RULES.map(({ name, description, source, destination, access, priority, direction }) =>
    ruleDocument(
      group,
      'defaultSecurityRules',
      {
        name,
        properties: {
          description,
          protocol: '*',
          sourcePortRange: '*',
          destinationPortRange: '*',
          sourceAddressPrefix: source,
          destinationAddressPrefix: destination,
          access,
          priority,
          direction,
        },
      },
      'Succeeded',
    ),
  );
}
