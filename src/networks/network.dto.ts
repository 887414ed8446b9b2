import { z } from 'zod';
import { armName } from '../arm/arm-name.js';
import type { NetworkContent, SubnetRow } from '../persistence/network.repository.js';
import {
  LOCATION,
  READ_ONLY,
  READ_ONLY_ENVELOPE,
  referenceTo,
  SUB_RESOURCE,
  TAGS,
} from '../requests/arm-schemas.js';

/*
 * Every member of the published models of virtual networks and subnets.
 *
 * | members                                                         | what becomes of them                    |
 * | --------------------------------------------------------------- | --------------------------------------- |
 * | addressSpace.addressPrefixes, addressPrefix(es), subnets, names | used: addresses come from here          |
 * | networkSecurityGroup                                            | used: it must exist, and filters nothing|
 * | provisioningState, resourceGuid, ipConfigurations, ids          | answers only; taken and dropped         |
 * | everything else                                                 | kept and shown, without any effect      |
 */

const SHOWN = z.unknown().optional();

/** One of the two members must name exactly one range. */
const SUBNET_PROPERTIES = z
  .strictObject({
    addressPrefix: z.string().optional(),
    addressPrefixes: z.array(z.string()).length(1).optional(),
    networkSecurityGroup: referenceTo('Microsoft.Network', 'networkSecurityGroups').optional(),
    routeTable: SUB_RESOURCE.loose().optional(),
    natGateway: SUB_RESOURCE.loose().optional(),
    serviceEndpoints: z.array(z.looseObject({})).optional(),
    serviceEndpointPolicies: z.array(z.looseObject({})).optional(),
    delegations: z.array(z.looseObject({})).optional(),
    privateEndpointNetworkPolicies: z.string().optional(),
    privateLinkServiceNetworkPolicies: z.string().optional(),
    applicationGatewayIPConfigurations: z.array(z.looseObject({})).optional(),
    sharingScope: z.string().optional(),
    defaultOutboundAccess: z.boolean().optional(),
    ipamPoolPrefixAllocations: SHOWN,
    ipAllocations: SHOWN,
    serviceGateway: SHOWN,
    privateEndpoints: READ_ONLY,
    ipConfigurations: READ_ONLY,
    ipConfigurationProfiles: READ_ONLY,
    resourceNavigationLinks: READ_ONLY,
    serviceAssociationLinks: READ_ONLY,
    purpose: READ_ONLY,
    provisioningState: READ_ONLY,
  })
  .transform(({ addressPrefix, addressPrefixes, ...shown }, context): SubnetRow['properties'] => {
    const range = addressPrefix ?? addressPrefixes?.[0];
    if (range !== undefined) return { ...withoutReadOnly(shown), addressPrefix: range };
    context.addIssue({ code: 'custom', message: 'is required', path: ['addressPrefix'] });
    return z.NEVER;
  });

const SUBNET_READ_ONLY = [
  'privateEndpoints',
  'ipConfigurations',
  'ipConfigurationProfiles',
  'resourceNavigationLinks',
  'serviceAssociationLinks',
  'purpose',
  'provisioningState',
];

function withoutReadOnly(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([key]) => !SUBNET_READ_ONLY.includes(key)));
}

/** A subnet as the body of a request of its own. */
export const SUBNET_BODY = z.strictObject({ ...READ_ONLY_ENVELOPE, properties: SUBNET_PROPERTIES });
export type SubnetBody = z.output<typeof SUBNET_BODY>;

const NETWORK_PROPERTIES = z.strictObject({
  addressSpace: z.strictObject({
    addressPrefixes: z.array(z.string()).min(1),
    ipamPoolPrefixAllocations: READ_ONLY,
  }),
  subnets: z
    .array(z.strictObject({ ...READ_ONLY_ENVELOPE, name: armName('subnet'), properties: SUBNET_PROPERTIES }))
    .optional(),
  dhcpOptions: z.strictObject({ dnsServers: z.array(z.string()).optional() }).optional(),
  flowTimeoutInMinutes: z.int().optional(),
  virtualNetworkPeerings: z.array(z.looseObject({})).optional(),
  enableDdosProtection: z.boolean().optional(),
  enableVmProtection: z.boolean().optional(),
  ddosProtectionPlan: SUB_RESOURCE.optional(),
  bgpCommunities: z.looseObject({}).optional(),
  encryption: z.strictObject({ enabled: z.boolean(), enforcement: z.string().optional() }).optional(),
  ipAllocations: z.array(SUB_RESOURCE).optional(),
  privateEndpointVNetPolicies: z.string().optional(),
  flowLogs: READ_ONLY,
  defaultPublicNatGateway: READ_ONLY,
  resourceGuid: READ_ONLY,
  provisioningState: READ_ONLY,
});

export const NETWORK_BODY = z.strictObject({
  ...READ_ONLY_ENVELOPE,
  location: LOCATION,
  tags: TAGS.optional(),
  extendedLocation: SHOWN,
  properties: NETWORK_PROPERTIES,
});
export type NetworkBody = z.output<typeof NETWORK_BODY>;

/** Members of a subnet that route or filter in Azure. */
const WITHOUT_EFFECT_IN_SUBNETS = [
  'networkSecurityGroup',
  'routeTable',
  'natGateway',
  'serviceEndpoints',
  'serviceEndpointPolicies',
  'delegations',
  'applicationGatewayIPConfigurations',
  'sharingScope',
  'ipamPoolPrefixAllocations',
  'ipAllocations',
  'serviceGateway',
] as const;

/** Members of a subnet that a user could expect something of, and that have no effect (TORPOR-22). */
export const IGNORED_OF_SUBNET = WITHOUT_EFFECT_IN_SUBNETS.map((name) => `properties.${name}`);

/** The same of a network and its subnets. */
export const IGNORED_OF_NETWORK = [
  'extendedLocation',
  'properties.dhcpOptions',
  'properties.flowTimeoutInMinutes',
  'properties.virtualNetworkPeerings',
  'properties.enableDdosProtection',
  'properties.enableVmProtection',
  'properties.ddosProtectionPlan',
  'properties.bgpCommunities',
  'properties.encryption',
  'properties.ipAllocations',
  ...WITHOUT_EFFECT_IN_SUBNETS.map((name) => `properties.subnets[].properties.${name}`),
];

export interface WantedSubnet {
  readonly name: string;
  readonly properties: SubnetRow['properties'];
}

export interface WantedNetwork extends NetworkContent {
  /** Absent: the network keeps the subnets it has. */
  readonly subnets?: readonly WantedSubnet[];
}

/** What the body of a PUT asks for. */
export function wantedNetwork({ location, tags, properties }: NetworkBody): WantedNetwork {
  const {
    addressSpace,
    subnets,
    flowLogs: _flowLogs,
    defaultPublicNatGateway: _defaultPublicNatGateway,
    resourceGuid: _resourceGuid,
    provisioningState: _provisioningState,
    ...shown
  } = properties;
  return {
    location,
    tags: tags ?? {},
    properties: { ...shown, addressPrefixes: addressSpace.addressPrefixes },
    ...(subnets === undefined
      ? {}
      : { subnets: subnets.map(({ name, properties: subnet }) => ({ name, properties: subnet })) }),
  };
}
