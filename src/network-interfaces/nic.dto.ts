import { z } from 'zod';
import { macDigits } from '#libs/vmbus';
import { armName } from '../arm/arm-name.js';
import { presentOf } from '../arm/ignored-members.js';
import { parseAddress } from '../networks/ipv4.js';
import {
  armWord,
  LOCATION,
  READ_ONLY,
  READ_ONLY_ENVELOPE,
  referenceTo,
  SUBNET_ID,
  TAGS,
} from '../requests/arm-schemas.js';
import type { WantedNic } from './wanted-nic.js';

/*
 * Every member of the published model of network interfaces.
 *
 * | members                                                        | what becomes of them                       |
 * | -------------------------------------------------------------- | ------------------------------------------ |
 * | ipConfigurations (name, subnet, address, allocation, primary)  | used: addresses are given out once         |
 * | enableAcceleratedNetworking                                    | used: the VM gets a VF for the NIC         |
 * | macAddress                                                     | used on creation: Azure only reports it    |
 * | networkSecurityGroup, publicIPAddress                          | used: they must exist; nothing is filtered |
 * |                                                                | or routed                                  |
 * | pools, dnsSettings, ...                                        | kept and shown; nothing is routed, and what|
 * |                                                                | they name is not looked up                 |
 * | provisioningState, resourceGuid, virtualMachine, ...           | answers only; taken and dropped            |
 */

const REFERENCE = z.looseObject({ id: z.string() });

const IP_CONFIGURATION_PROPERTIES = z.strictObject({
  subnet: z.looseObject({ id: SUBNET_ID }),
  primary: z.boolean().optional(),
  privateIPAddress: z
    .string()
    .transform((text, context) => {
      const address = parseAddress(text);
      if (address !== undefined) return address;
      context.addIssue({ code: 'custom', message: `is ${JSON.stringify(text)}, not an IPv4 address` });
      return z.NEVER;
    })
    .optional(),
  privateIPAllocationMethod: armWord('Dynamic', 'Static').optional(),
  privateIPAddressVersion: armWord('IPv4').optional(),
  publicIPAddress: referenceTo('Microsoft.Network', 'publicIPAddresses').optional(),
  applicationSecurityGroups: z.array(REFERENCE).optional(),
  loadBalancerBackendAddressPools: z.array(REFERENCE).optional(),
  loadBalancerInboundNatRules: z.array(REFERENCE).optional(),
  applicationGatewayBackendAddressPools: z.array(REFERENCE).optional(),
  virtualNetworkTaps: z.array(REFERENCE).optional(),
  gatewayLoadBalancer: REFERENCE.optional(),
  privateIPAddressPrefixLength: READ_ONLY,
  privateLinkConnectionProperties: READ_ONLY,
  provisioningState: READ_ONLY,
});

const IP_CONFIGURATION = z.strictObject({
  ...READ_ONLY_ENVELOPE,
  name: armName('ipConfiguration'),
  properties: IP_CONFIGURATION_PROPERTIES,
});

const PROPERTIES = z.strictObject({
  ipConfigurations: z.array(IP_CONFIGURATION).min(1),
  enableAcceleratedNetworking: z.boolean().optional(),
  macAddress: z
    .string()
    .transform((text, context) => {
      const digits = macDigits(text);
      // The lowest bit of the first byte marks a group of receivers, which no NIC can be.
      if (digits !== undefined && Number.parseInt(digits.slice(0, 2), 16) % 2 === 0) return digits;
      context.addIssue({
        code: 'custom',
        message: `is ${JSON.stringify(text)}, not the MAC address of a NIC`,
      });
      return z.NEVER;
    })
    .optional(),
  enableIPForwarding: z.boolean().optional(),
  disableTcpStateTracking: z.boolean().optional(),
  dnsSettings: z
    .strictObject({
      dnsServers: z.array(z.string()).optional(),
      internalDnsNameLabel: z.string().optional(),
      appliedDnsServers: READ_ONLY,
      internalFqdn: READ_ONLY,
      internalDomainNameSuffix: READ_ONLY,
    })
    .transform(({ dnsServers, internalDnsNameLabel }) => ({
      ...(dnsServers === undefined ? {} : { dnsServers }),
      ...(internalDnsNameLabel === undefined ? {} : { internalDnsNameLabel }),
    }))
    .optional(),
  networkSecurityGroup: referenceTo('Microsoft.Network', 'networkSecurityGroups').optional(),
  auxiliaryMode: z.string().optional(),
  auxiliarySku: z.string().optional(),
  workloadType: z.string().optional(),
  nicType: z.string().optional(),
  migrationPhase: z.string().optional(),
  privateLinkService: REFERENCE.optional(),
  virtualMachine: READ_ONLY,
  privateEndpoint: READ_ONLY,
  primary: READ_ONLY,
  vnetEncryptionSupported: READ_ONLY,
  defaultOutboundConnectivityEnabled: READ_ONLY,
  hostedWorkloads: READ_ONLY,
  tapConfigurations: READ_ONLY,
  dscpConfiguration: READ_ONLY,
  allowPort25Out: READ_ONLY,
  resourceGuid: READ_ONLY,
  provisioningState: READ_ONLY,
});

export const NIC_BODY = z.strictObject({
  ...READ_ONLY_ENVELOPE,
  kind: READ_ONLY,
  location: LOCATION,
  tags: TAGS.optional(),
  extendedLocation: READ_ONLY,
  properties: PROPERTIES,
});
export type NicBody = z.output<typeof NIC_BODY>;

const SHOWN = [
  'enableIPForwarding',
  'disableTcpStateTracking',
  'dnsSettings',
  'networkSecurityGroup',
  'auxiliaryMode',
  'auxiliarySku',
  'workloadType',
  'nicType',
  'migrationPhase',
  'privateLinkService',
];
const SHOWN_OF_CONFIGURATION = [
  'publicIPAddress',
  'applicationSecurityGroups',
  'loadBalancerBackendAddressPools',
  'loadBalancerInboundNatRules',
  'applicationGatewayBackendAddressPools',
  'virtualNetworkTaps',
  'gatewayLoadBalancer',
];

const WITHOUT_EFFECT_IN_CONFIGURATIONS = [
  'applicationSecurityGroups',
  'loadBalancerBackendAddressPools',
  'loadBalancerInboundNatRules',
  'applicationGatewayBackendAddressPools',
  'virtualNetworkTaps',
  'gatewayLoadBalancer',
] as const;

/** Members whose `None` asks for nothing. */
const AUXILIARY = ['auxiliaryMode', 'auxiliarySku'] as const;

/** Members of a body that a user could expect something of, and that have no effect (TORPOR-22). */
export const IGNORED_OF_NIC: readonly string[] = [
  'properties.networkSecurityGroup',
  'properties.enableIPForwarding',
  'properties.disableTcpStateTracking',
  'properties.dnsSettings.dnsServers',
  'properties.dnsSettings.internalDnsNameLabel',
  ...AUXILIARY.map((name) => `properties.${name}`),
  'properties.workloadType',
  'properties.migrationPhase',
  'properties.privateLinkService',
  ...WITHOUT_EFFECT_IN_CONFIGURATIONS.map((name) => `properties.ipConfigurations[].properties.${name}`),
];

/** Those of them that a body asks something of. */
export function ignoredOfNic(body: NicBody): readonly string[] {
  const asNone = AUXILIARY.filter((name) => body.properties[name] === 'None').map(
    (name) => `properties.${name}`,
  );
  return presentOf(IGNORED_OF_NIC, body).filter((path) => !asNone.includes(path));
}

/** What the body of a PUT asks for. */
export function wantedNic({ location, tags, properties }: NicBody): WantedNic {
  const { ipConfigurations, macAddress, enableAcceleratedNetworking } = properties;
  const hasPrimary = ipConfigurations.some(({ properties: { primary } }) => primary === true);
  return {
    location,
    tags: tags ?? {},
    isAccelerated: enableAcceleratedNetworking ?? false,
    ...(macAddress === undefined ? {} : { mac: macAddress }),
    properties: pick(properties, SHOWN),
    ipConfigurations: ipConfigurations.map(({ name, properties: ip }, at) => ({
      name,
      subnet: ip.subnet.id,
      isPrimary: hasPrimary ? ip.primary === true : at === 0,
      isStatic: ip.privateIPAllocationMethod === 'Static',
      ...(ip.privateIPAddress === undefined ? {} : { address: ip.privateIPAddress }),
      properties: pick(ip, SHOWN_OF_CONFIGURATION),
    })),
  };
}

function pick(members: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([name]) => names.includes(name)));
}
