import { describe, expect, it } from 'vitest';
import { readBody } from '../arm/body.js';
import { loadCatalogue } from '../catalogue/load-catalogue.js';
import { RefusalError } from '../errors/refusal-error.js';
import { VM_BODY, type VmPropertiesBody } from './vm-body/vm.dto.js';
import { vmUpdateOf } from './vm-update-of-body.js';
import { exclusionsOf, wantedVm } from './wanted-vm.js';

const GROUP = '/subscriptions/AAAAAAAA-0000-0000-0000-000000000000/resourcegroups/Web';
const DISK_ID = `${GROUP}/providers/microsoft.compute/disks/data`;
const nicId = (name: string) => `${GROUP}/providers/Microsoft.Network/networkInterfaces/${name}`;
const NAMES = { subscriptionId: 'aaaaaaaa-0000-0000-0000-000000000000', groupName: 'Web' };
const IMAGE_ID =
  `/Subscriptions/${NAMES.subscriptionId}/Providers/Microsoft.Compute/Locations/westeurope/Publishers/Canonical` +
  '/ArtifactTypes/VMImage/Offers/ubuntu-24_04-lts/Skus/server/Versions/24.04.202507290';
const IMAGE = { publisher: 'Canonical', offer: 'ubuntu-24_04-lts', sku: 'server', version: 'latest' };

const BODY = {
  location: 'West Europe',
  tags: { env: 'test' },
  zones: ['1'],
  etag: '"3"',
  resources: [],
  properties: {
    vmId: 'read-only',
    hardwareProfile: { vmSize: 'standard_d2s_v5' },
    additionalCapabilities: { hibernationEnabled: true },
    priority: 'spot',
    userData: 'dmlzaWJsZQ==',
    storageProfile: {
      imageReference: { ...IMAGE, exactVersion: '24.04.1' },
      osDisk: { createOption: 'fromimage', caching: 'readwrite', name: null },
      dataDisks: [
        {
          lun: 0,
          createOption: 'Empty',
          diskSizeGB: 64,
          managedDisk: { storageAccountType: 'standardssd_lrs' },
        },
        { lun: 1, createOption: 'Attach', managedDisk: { id: DISK_ID }, deleteOption: 'Detach' },
        { lun: 2, createOption: 'Attach', managedDisk: { id: DISK_ID }, toBeDetached: true },
      ],
    },
    osProfile: {
      computerName: 'web-1',
      adminPassword: 'never-kept',
      customData: 'c2VjcmV0',
      windowsConfiguration: { timeZone: 'UTC', additionalUnattendContent: [{ content: 'never-kept' }] },
    },
    networkProfile: {
      networkInterfaces: [{ id: nicId('second') }, { id: nicId('first'), properties: { primary: true } }],
    },
  },
};

const wanted = (body: unknown) => wantedVm(readBody(VM_BODY, body), loadCatalogue(), NAMES.subscriptionId);

const ECHO = {
  top: { zones: ['1'] },
  imageReference: IMAGE,
  osDisk: { createOption: 'FromImage', caching: 'ReadWrite' },
  dataDisks: [
    { lun: 0, createOption: 'Empty' },
    { lun: 1, createOption: 'Attach', deleteOption: 'Detach' },
    { lun: 2, createOption: 'Attach' },
  ],
  osProfile: { computerName: 'web-1', windowsConfiguration: { timeZone: 'UTC' } },
  nics: [
    { key: `${GROUP}/providers/Microsoft.Network/networkInterfaces/second`.toLowerCase() },
    { key: `${GROUP}/providers/Microsoft.Network/networkInterfaces/first`.toLowerCase(), primary: true },
  ],
  additionalCapabilities: { hibernationEnabled: true },
  properties: { priority: 'Spot' },
};
const DATA_DISKS = [
  { lun: 0, disk: { kind: 'new', sku: 'StandardSSD_LRS', sizeGib: 64, supportsHibernation: false } },
  { lun: 1, disk: { kind: 'existing', disk: { ...NAMES, name: 'data' } } },
];
const NICS = [
  { ...NAMES, name: 'first' },
  { ...NAMES, name: 'second' },
];

describe('wantedVm', () => {
  it('ARM-26 reads a whole body, and keeps no secret', () => {
    const { profile, ...rest } = wanted(BODY);
    expect(profile.name).toBe('ubuntu-24.04');
    expect(rest).toEqual({
      location: 'westeurope',
      tags: { env: 'test' },
      userData: 'dmlzaWJsZQ==',
      size: 'Standard_D2s_v5',
      hibernationEnabled: true,
      exclusions: ['spot'],
      osDisk: {
        kind: 'new',
        sku: 'Premium_LRS',
        sizeGib: 30,
        supportsHibernation: true,
        properties: {
          osType: 'Linux',
          hyperVGeneration: 'V2',
          creationData: { createOption: 'FromImage', imageReference: { id: IMAGE_ID } },
        },
      },
      dataDisks: DATA_DISKS,
      nics: NICS,
      placement: { strategy: 'spread', avoidHostIds: [] },
      echoed: ECHO,
    });
  });

  it('gives a size without premium disks standard ones', () => {
    const properties = {
      hardwareProfile: { vmSize: 'Standard_D2_v5' },
      storageProfile: { imageReference: IMAGE },
    };
    expect(wanted({ location: 'eastus', properties }).osDisk).toMatchObject({
      sku: 'Standard_LRS',
      supportsHibernation: false,
    });
  });

  it('refuses two primary NICs', () => {
    const networkInterfaces = ['a', 'b'].map((name) => ({ id: nicId(name), properties: { primary: true } }));
    const body = { ...BODY, properties: { ...BODY.properties, networkProfile: { networkInterfaces } } };
    expect(() => wanted(body)).toThrow(RefusalError);
  });
});

describe('vmUpdateOf', () => {
  it('ARM-25 reads the same body as a change, and what must be as it was', () => {
    expect(vmUpdateOf(readBody(VM_BODY, BODY), loadCatalogue())).toEqual({
      tags: { env: 'test' },
      userData: 'dmlzaWJsZQ==',
      size: 'Standard_D2s_v5',
      hibernationEnabled: true,
      dataDisks: DATA_DISKS,
      nics: NICS,
      echoed: ECHO,
      fixed: {
        location: 'westeurope',
        zones: ['1'],
        imageReference: { ...IMAGE, exactVersion: '24.04.1' },
        osDisk: {},
        computerName: 'web-1',
        exclusions: ['spot'],
      },
    });
  });

  it('changes nothing that an empty body does not name', () => {
    expect(vmUpdateOf({}, loadCatalogue())).toEqual({ echoed: {}, fixed: { exclusions: [] } });
  });
});

describe('exclusionsOf', () => {
  const IN_GROUP = { id: '/x' };

  it.each<[VmPropertiesBody, readonly string[]]>([
    [{}, []],
    [{ priority: 'Regular', securityProfile: { securityType: 'Standard' } }, []],
    [{ priority: 'Low' }, ['spot']],
    [{ availabilitySet: IN_GROUP, host: IN_GROUP }, ['availability set', 'dedicated host']],
    [{ capacityReservation: {} }, []],
    [{ capacityReservation: { capacityReservationGroup: IN_GROUP } }, ['capacity reservation']],
    [{ storageProfile: { osDisk: { diffDiskSettings: { option: 'Local' } } } }, ['ephemeral OS disk']],
    [{ securityProfile: { securityType: 'TrustedLaunch' } }, ['Trusted Launch on Linux']],
    [
      {
        securityProfile: { securityType: 'TrustedLaunch' },
        storageProfile: { imageReference: { publisher: 'MicrosoftWindowsServer', offer: 'WindowsServer' } },
      },
      [],
    ],
  ])('AZURE-16 %j: %j', (properties, expected) => {
    expect(exclusionsOf(properties)).toEqual(expected);
  });
});
