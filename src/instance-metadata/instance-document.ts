import { resourceId } from '../arm/arm-id.js';
import { formatAddress, parseRange } from '../networks/ipv4.js';
import type { NicRow } from '../persistence/network-interface.repository.js';
import { vmResourceId } from '../operations/begin-vm-operation.js';
import type { VmDiskView, VmView } from '../persistence/vm-view.repository.js';

type Members = Readonly<Record<string, unknown>>;

/** What the document of a VM is made of. */
export interface InstanceFacts {
  readonly vm: VmView;
  /** In the order of the VM, the primary first. */
  readonly nics: readonly NicRow[];
  /** Address range of each subnet by its id. */
  readonly subnetPrefixes: ReadonlyMap<string, string>;
  /** Public address behind an IP configuration, by NIC id and the name of the configuration. */
  readonly publicAddresses: ReadonlyMap<string, number>;
}

/**
 * What the metadata service tells a guest about its VM. Members and their empty values as Azure documents them for
 * its Instance Metadata Service; every value is text, whatever it means.
 */
export function instanceDocument(facts: InstanceFacts) {
  return { compute: compute(facts.vm), network: { interface: facts.nics.map((nic) => card(facts, nic)) } };
}

function compute(vm: VmView) {
  const spec = vm.spec as { readonly [section: string]: Members | undefined };
  const { properties = {}, top = {}, imageReference = {}, osProfile = {} } = spec;
  const [osDisk, ...dataDisks] = vm.disks;
  const linux = members(osProfile['linuxConfiguration']);
  const security = members(properties['securityProfile']);
  return {
    azEnvironment: 'AzurePublicCloud',
    customData: '',
    evictionPolicy: text(properties['evictionPolicy']),
    isHostCompatibilityLayerVm: 'false',
    licenseType: text(properties['licenseType']),
    location: vm.location,
    name: vm.name,
    offer: text(imageReference['offer']),
    osProfile: {
      adminUsername: text(osProfile['adminUsername']),
      computerName: text(osProfile['computerName']) || vm.name,
      disablePasswordAuthentication: String(linux['disablePasswordAuthentication'] ?? false),
    },
    osType: text(osDisk?.properties['osType']) || 'Linux',
    placementGroupId: '',
    plan: plan(members(top['plan'])),
    platformFaultDomain: '0',
    platformSubFaultDomain: '',
    platformUpdateDomain: '0',
    priority: text(properties['priority']),
    provider: 'Microsoft.Compute',
    publicKeys: publicKeys(linux),
    publisher: text(imageReference['publisher']),
    resourceGroupName: vm.groupName,
    resourceId: vmResourceId({
      subscriptionId: vm.subscriptionId,
      groupName: vm.groupName,
      vmName: vm.name,
    }),
    securityProfile: securityProfile(security),
    sku: text(imageReference['sku']),
    storageProfile: {
      dataDisks: dataDisks.map(dataDisk),
      imageReference: {
        id: text(imageReference['id']),
        offer: text(imageReference['offer']),
        publisher: text(imageReference['publisher']),
        sku: text(imageReference['sku']),
        version: text(imageReference['version']),
      },
      osDisk: osDisk === undefined ? {} : systemDisk(osDisk),
      resourceDisk: { size: '0' },
    },
    subscriptionId: vm.subscriptionId,
    tags: Object.entries(vm.tags)
      .map(([name, value]) => `${name}:${value}`)
      .join(';'),
    tagsList: Object.entries(vm.tags).map(([name, value]) => ({ name, value })),
    userData: vm.userData ?? '',
    version: text(imageReference['version']),
    virtualMachineScaleSet: { id: '' },
    vmId: vm.id,
    vmScaleSetName: '',
    vmSize: vm.size,
    zone: text((top['zones'] as readonly unknown[] | undefined)?.[0]),
  };
}

function plan(given: Members) {
  return {
    name: text(given['name']),
    product: text(given['product']),
    publisher: text(given['publisher']),
  };
}

function publicKeys(linux: Members) {
  const keys = members(linux['ssh'])['publicKeys'];
  return Array.isArray(keys)
    ? (keys as readonly Members[]).map(({ keyData, path }) => ({ keyData, path }))
    : [];
}

function securityProfile(security: Members) {
  const uefi = members(security['uefiSettings']);
  return {
    encryptionAtHost: String(security['encryptionAtHost'] ?? false),
    secureBootEnabled: String(uefi['secureBootEnabled'] ?? false),
    securityType: text(security['securityType']),
    virtualTpmEnabled: String(uefi['vTpmEnabled'] ?? false),
  };
}

function systemDisk(disk: VmDiskView) {
  return {
    caching: 'ReadWrite',
    createOption: 'FromImage',
    diffDiskSettings: { option: '' },
    diskSizeGB: String(disk.sizeGib),
    encryptionSettings: { enabled: 'false', diskEncryptionKey: {}, keyEncryptionKey: {} },
    image: { uri: '' },
    managedDisk: { id: diskIdOf(disk), storageAccountType: disk.sku },
    name: disk.name,
    osType: text(disk.properties['osType']) || 'Linux',
    vhd: { uri: '' },
    writeAcceleratorEnabled: 'false',
  };
}

function dataDisk(disk: VmDiskView) {
  return {
    bytesPerSecondThrottle: '',
    caching: 'None',
    createOption: 'Attach',
    diskCapacityBytes: String(disk.sizeGib * 2 ** 30),
    diskSizeGB: String(disk.sizeGib),
    image: { uri: '' },
    isSharedDisk: 'false',
    isUltraDisk: String(disk.sku === 'UltraSSD_LRS'),
    lun: String(disk.lun),
    managedDisk: { id: diskIdOf(disk), storageAccountType: disk.sku },
    name: disk.name,
    opsPerSecondThrottle: '',
    vhd: { uri: '' },
    writeAcceleratorEnabled: 'false',
  };
}

function diskIdOf({ subscriptionId, groupName, name }: VmDiskView): string {
  return resourceId({ subscriptionId, resourceGroup: groupName }, 'Microsoft.Compute/disks', name);
}

function card({ subnetPrefixes, publicAddresses }: InstanceFacts, nic: NicRow) {
  const ranges = new Set(nic.ipConfigurations.map(({ subnetId }) => subnetPrefixes.get(subnetId) ?? ''));
  return {
    ipv4: {
      ipAddress: nic.ipConfigurations.map((ip) => ({
        privateIpAddress: formatAddress(ip.address),
        publicIpAddress: publicAddress(publicAddresses.get(`${nic.id}/${ip.name}`)),
      })),
      subnet: [...ranges].map(subnet),
    },
    ipv6: { ipAddress: [] },
    macAddress: nic.mac.toUpperCase(),
  };
}

function publicAddress(address: number | undefined): string {
  return address === undefined ? '' : formatAddress(address);
}

function subnet(prefix: string) {
  const range = parseRange(prefix);
  return range === undefined
    ? { address: '', prefix: '' }
    : { address: formatAddress(range.first), prefix: String(range.prefixLength) };
}

function text(value: unknown): string {
  return value === undefined || value === null ? '' : String(value as string);
}

function members(value: unknown): Members {
  return typeof value === 'object' && value !== null ? (value as Members) : {};
}
