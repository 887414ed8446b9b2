import { ASSIGNMENTS, RESIDENT_ID } from './sound-requests.js';
import { SUBSCRIPTION } from '../world/stored-cloud.js';

const GROUP_PATH = `/subscriptions/${SUBSCRIPTION}/resourceGroups`;

/**
 * Text that gets past the first checks: a handful of names, so that requests meet each other's resources, and
 * values that mean something where they stand.
 */
export const WORDS = {
  names: ['a', 'b', 'c', 'vm-1', 'net', 'A', 'never-made'],
  groups: ['g', 'h', 'G', 'never-made'],
  locations: ['eastus', 'westeurope', 'East US', 'atlantis'],
} as const;

const ids = (type: string) =>
  WORDS.groups.flatMap((group) =>
    ['a', 'b', 'net'].map((name) => `${GROUP_PATH}/${group}/providers/${type}/${name}`),
  );

const SUBNETS = ids('Microsoft.Network/virtualNetworks').map((id) => `${id}/subnets/default`);
const ANY_ID = [
  ...ids('Microsoft.Compute/disks'),
  ...ids('Microsoft.Compute/virtualMachines'),
  ...ids('Microsoft.Compute/snapshots'),
  ...ids('Microsoft.Network/networkInterfaces'),
  ...ids('Microsoft.Network/networkSecurityGroups'),
  ...ids('Microsoft.Network/publicIPAddresses'),
  ...SUBNETS,
];

/** What text to try for a member or a parameter of this name. */
const BY_NAME: Readonly<Record<string, readonly string[]>> = {
  location: WORDS.locations,
  id: ANY_ID,
  sourceresourceid: ANY_ID,
  ids: ids('Microsoft.Compute/virtualMachines'),
  vmsize: ['Standard_D2s_v5', 'Standard_D4s_v5', 'Standard_D2as_v5', 'Standard_B1s', 'Nothing'],
  createoption: ['FromImage', 'Empty', 'Attach', 'Copy'],
  name: WORDS.names,
  publisher: ['Canonical', 'MicrosoftWindowsServer', 'Debian'],
  offer: ['ubuntu-24_04-lts', 'WindowsServer', 'debian-12'],
  sku: ['server', '2022-datacenter', '12'],
  version: ['latest', '1.0.0'],
  addressprefix: ['10.0.0.0/24', '10.0.1.0/24', '10.0.0.0/8', 'x'],
  addressprefixes: ['10.0.0.0/16', '10.1.0.0/16'],
  storageaccounttype: ['Premium_LRS', 'Standard_LRS', 'StandardSSD_LRS'],
  macaddress: ['00-0D-3A-00-00-01', '00-0D-3A-00-00-02', 'FF-FF'],
  privateipaddress: ['10.0.0.4', '10.0.0.5', '10.9.9.9'],
  subscriptionid: [SUBSCRIPTION],
  namespace: ['Microsoft.Compute', 'Microsoft.Network', 'Microsoft.Nothing'],
  feature: ['VMHibernationPreview', 'nothing'],
  scopeprovider: ['Microsoft.Compute', 'Microsoft.Network'],
  scopetype: ['virtualMachines', 'galleries', 'virtualNetworks', 'disks'],
  scopechildtype: ['extensions', 'images', 'subnets'],
  scopetype2: ['versions'],
  scopename2: ['1.0.0', 'a'],
  name2: ['1.0.0', 'a'],
  networkname: ['net', 'net-b', 'a', 'NET'],
  subnetname: ['default', 'a', 'b'],
  roleid: ['acdd72a7-3385-48ef-bd42-f606fba81ae7', 'b24988ac-6180-42a0-ab88-20f7382dd24c', 'x'],
  assignmentname: [...ASSIGNMENTS, 'x'],
  principalid: [RESIDENT_ID, '00000000-0000-4000-8000-000000000000'],
  targetresourcegroup: WORDS.groups.map((group) => `${GROUP_PATH}/${group}`),
  resources: ANY_ID,
  resourcegroupname: WORDS.groups,
  groupname: WORDS.groups,
  operationid: ['00000000-0000-4000-8000-000000000000'],
  tenant: ['adfs', 'common', '22222222-2222-2222-2222-222222222222'],
  policy: ['azure', 'local-hyperv', 'nothing'],
  generation: ['intel-ice-lake', 'amd-milan', 'nothing'],
  mode: ['immediate', 'manual', 'Incremental'],
  $filter: ["name eq 'a'", "resourceGroup eq 'g'", 'nonsense', ''],
  $expand: ['instanceView', 'userData', 'nothing'],
  $orderby: ['name desc', 'nothing'],
};

export function wordsFor(name: string): readonly string[] {
  const key = name.toLowerCase();
  const known = BY_NAME[key];
  if (known !== undefined && Object.hasOwn(BY_NAME, key)) return known;
  return key.endsWith('name') ? WORDS.names : [...WORDS.names, 'Succeeded', '2024-01-01T00:00:00Z', '5'];
}
