import { Random, seedFrom } from '#libs/determinism';
import { resourceId } from '../arm/arm-id.js';
import { formatAddress } from '../networks/ipv4.js';
import { networkEtag, networkId, subnetId } from '../networks/network-document.js';
import type { IpConfigurationRow, NicRow } from '../persistence/network-interface.repository.js';
import type { ArmName } from '../persistence/vm-parts.repository.js';

const TYPE = 'Microsoft.Network/networkInterfaces';

export interface NicDocument {
  readonly name: string;
  readonly id: string;
  readonly etag: string;
  readonly type: typeof TYPE;
  readonly location: string;
  readonly kind: 'Regular';
  readonly tags?: Readonly<Record<string, string>>;
  readonly properties: Readonly<Record<string, unknown>>;
}

export function nicId({ subscriptionId, groupName, name }: ArmName): string {
  return resourceId({ subscriptionId, resourceGroup: groupName }, TYPE, name);
}

/** `00-0D-3A-01-02-03`, as Azure writes addresses. */
export function formatMac(mac: string): string {
  return (mac.toUpperCase().match(/../g) ?? []).join('-');
}

/**
 * A NIC as Azure shows it: its MAC address and who has it appear once somebody does, and so does that it is not
 * accelerated.
 */
export function nicDocument(nic: NicRow): NicDocument {
  const { vm, tags, isAccelerated, properties } = nic;
  return {
    name: nic.name,
    id: nicId(nic),
    etag: networkEtag(nic),
    type: TYPE,
    location: nic.location,
    kind: 'Regular',
    ...(Object.keys(tags).length === 0 ? {} : { tags }),
    properties: {
      enableIPForwarding: false,
      disableTcpStateTracking: false,
      nicType: 'Standard',
      auxiliaryMode: 'None',
      auxiliarySku: 'None',
      ...properties,
      provisioningState: 'Succeeded',
      resourceGuid: nic.id,
      ipConfigurations: nic.ipConfigurations.map((ip) => ipConfigurationDocument(nic, ip)),
      dnsSettings: dnsSettings(nic),
      ...(vm === null && !isAccelerated ? {} : { enableAcceleratedNetworking: isAccelerated }),
      ...(vm === null ? {} : attachment(nic, vm)),
      vnetEncryptionSupported: false,
      hostedWorkloads: [],
      tapConfigurations: [],
      allowPort25Out: false,
    },
  };
}

/** The suffix is the same for all NICs of a network, and tells nothing about it. */
function dnsSettings({ properties, ipConfigurations: [first] }: NicRow) {
  return {
    dnsServers: [],
    appliedDnsServers: [],
    ...asObject(properties['dnsSettings']),
    ...(first === undefined ? {} : { internalDomainNameSuffix: domainNameSuffix(first.network) }),
  };
}

const SUFFIX_LABEL = { alphabet: 'abcdefghijklmnopqrstuvwxyz234567', length: 26 } as const;

function domainNameSuffix(network: ArmName): string {
  const random = new Random(seedFrom(networkId(network).toLowerCase()));
  const { alphabet, length } = SUFFIX_LABEL;
  const label = Array.from({ length }, () => alphabet.charAt(random.below(alphabet.length))).join('');
  return `${label}.bx.internal.cloudapp.net`;
}

function attachment(
  { mac, position }: NicRow,
  { subscriptionId, groupName, vmName }: NonNullable<NicRow['vm']>,
) {
  const scope = { subscriptionId, resourceGroup: groupName };
  return {
    macAddress: formatMac(mac),
    primary: position === 0,
    virtualMachine: { id: resourceId(scope, 'Microsoft.Compute/virtualMachines', vmName) },
  };
}

export interface IpConfigurationDocument {
  readonly name: string;
  readonly id: string;
  readonly etag: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** One configuration of a NIC as Azure shows it. */
export function ipConfigurationDocument(nic: NicRow, ip: IpConfigurationRow): IpConfigurationDocument {
  return {
    name: ip.name,
    id: `${nicId(nic)}/ipConfigurations/${ip.name}`,
    etag: networkEtag(nic),
    type: `${TYPE}/ipConfigurations`,
    properties: {
      ...ip.properties,
      provisioningState: 'Succeeded',
      privateIPAddress: formatAddress(ip.address),
      privateIPAllocationMethod: ip.isStatic ? 'Static' : 'Dynamic',
      privateIPAddressVersion: 'IPv4',
      subnet: { id: subnetId(ip.network, ip.subnetName) },
      primary: ip.isPrimary,
    },
  };
}

function asObject(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}
