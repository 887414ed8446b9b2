import { refusal, type Refusal } from '#libs/refusal';
import { isEqualJson } from '../networks/subnet-changes.js';
import type { IpConfigurationRow, NicRow } from '../persistence/network-interface.repository.js';
import { ownerRefusal, type PartOwner } from '../persistence/part-owner.repository.js';
import { formatMac } from './nic-document.js';
import type { WantedIpConfiguration, WantedNic } from './wanted-nic.js';

/** The first reason why an existing NIC cannot become what is wanted. */
export function nicChangeRefusal(
  before: NicRow,
  wanted: WantedNic,
  owner: PartOwner | undefined,
): Refusal | undefined {
  if (wanted.location !== before.location) {
    return refusal('property-immutable', `NIC ${before.name} is in ${before.location}`, {
      target: 'location',
    });
  }
  if (wanted.mac !== undefined && wanted.mac !== before.mac) {
    const detail = `NIC ${before.name} has the MAC address ${formatMac(before.mac)}`;
    return refusal('property-immutable', detail, { target: 'properties.macAddress' });
  }
  if (owner === undefined || !changesMoreThanTags(before, wanted)) return undefined;
  return ownerRefusal(owner, 'NICs') ?? accelerationRefusal(before, wanted, owner);
}

/** Whether a VF comes with the NIC is settled when its VM gets a host. */
function accelerationRefusal(
  before: NicRow,
  { isAccelerated }: WantedNic,
  { vmName, state }: PartOwner,
): Refusal | undefined {
  if (isAccelerated === before.isAccelerated || state.kind === 'deallocated') return undefined;
  return refusal(
    'vm-state-forbids',
    `VM ${vmName} is ${state.kind}: accelerated networking is switched while it is deallocated`,
    { target: 'properties.enableAcceleratedNetworking' },
  );
}

function changesMoreThanTags(before: NicRow, wanted: WantedNic): boolean {
  return (
    wanted.isAccelerated !== before.isAccelerated ||
    !isEqualJson(wanted.properties, before.properties) ||
    wanted.ipConfigurations.length !== before.ipConfigurations.length ||
    !wanted.ipConfigurations.every((ip, at) => isSame(before.ipConfigurations[at], ip))
  );
}

function isSame(before: IpConfigurationRow | undefined, wanted: WantedIpConfiguration): boolean {
  if (before === undefined) return false;
  const { network, subnetName } = wanted.subnet;
  return (
    wanted.name.toLowerCase() === before.name.toLowerCase() &&
    subnetName.toLowerCase() === before.subnetName.toLowerCase() &&
    network.name.toLowerCase() === before.network.name.toLowerCase() &&
    network.groupName.toLowerCase() === before.network.groupName.toLowerCase() &&
    wanted.isPrimary === before.isPrimary &&
    wanted.isStatic === before.isStatic &&
    (!wanted.isStatic || wanted.address === before.address) &&
    isEqualJson(wanted.properties, before.properties)
  );
}
