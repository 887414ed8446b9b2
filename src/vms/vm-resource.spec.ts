import { describe, expect, it } from 'vitest';
import type { Verdict } from '#libs/vm-operations';
import type { StoredExtension } from '../persistence/extension.repository.js';
import type { VmView } from '../persistence/vm-view.repository.js';
import { instanceView } from './instance-view.js';
import { vmResource, vmResourceWithView } from './vm-resource.js';

const SUBSCRIPTION = '11111111-1111-1111-1111-111111111111';
const PROVIDERS = `/subscriptions/${SUBSCRIPTION}/resourceGroups/web/providers`;
const NAME = { subscriptionId: SUBSCRIPTION, groupName: 'web' };
const TIME = '2026-01-02T03:04:05.000Z';
const RUNNING: VmView = {
  ...NAME,
  id: '5f0e3b44-9f10-4c8e-8c4e-000000000001',
  name: 'vm',
  location: 'eastus',
  tags: { env: 'test' },
  size: 'Standard_D2s_v5',
  spec: {
    top: { zones: ['1'] },
    imageReference: { publisher: 'Canonical', offer: 'ubuntu-24_04-lts', sku: 'server', version: '24.04.1' },
    osDisk: { createOption: 'FromImage', caching: 'ReadOnly' },
    dataDisks: [{ lun: 0, createOption: 'Empty' }],
    osProfile: { computerName: 'web-1', adminUsername: 'azureuser' },
    nics: [
      { key: `${PROVIDERS}/Microsoft.Network/networkInterfaces/nic`.toLowerCase(), deleteOption: 'Detach' },
    ],
    additionalCapabilities: { hibernationEnabled: true },
    properties: { priority: 'Regular' },
  },
  hibernationEnabled: true,
  exclusions: [],
  distribution: 'Ubuntu 24.04 LTS',
  state: { kind: 'running', hostId: 'h' },
  isGeneralized: false,
  provisioningState: 'Succeeded',
  failure: null,
  verdict: null,
  hibernationSeverity: null,
  revision: 5,
  createdAt: new Date(TIME),
  changedAt: new Date(TIME),
  isGuestRunning: true,
  disks: [
    { ...NAME, name: 'os', lun: -1, sku: 'Premium_LRS', sizeGib: 64, properties: { osType: 'Linux' } },
    { ...NAME, name: 'data', lun: 0, sku: 'Standard_LRS', sizeGib: 128, properties: {} },
  ],
  nics: [{ ...NAME, name: 'nic' }],
  extensions: [],
  principals: {},
  userData: null,
};
const WINDOWS_EXTENSION: StoredExtension = {
  id: '5f0e3b44-9f10-4c8e-8c4e-000000000002',
  name: 'AzureHibernateExtension',
  location: 'eastus',
  tags: {},
  spec: {
    publisher: 'Microsoft.CPlat.Core',
    type: 'WindowsHibernateExtension',
    typeHandlerVersion: '1.0',
    autoUpgradeMinorVersion: true,
    enableAutomaticUpgrade: true,
    settings: { allowReboot: true },
  },
  provisioningState: 'Succeeded',
  message: null,
  changedAt: TIME,
};
const VERDICT: Verdict = {
  severity: 'resumed',
  summary: 'the guest runs on',
  findings: [],
  circumstances: { act: 'start', kernelVersion: '6.8', era: 'A', policy: 'azure', faults: [] },
  log: [],
};
const HIBERNATED: VmView = {
  ...RUNNING,
  state: { kind: 'hibernated', imageDiskId: 'd' },
  isGuestRunning: false,
};

const RUNNING_DOCUMENT = {
  name: 'vm',
  id: `${PROVIDERS}/Microsoft.Compute/virtualMachines/vm`,
  type: 'Microsoft.Compute/virtualMachines',
  location: 'eastus',
  tags: { env: 'test' },
  zones: ['1'],
  etag: '"5"',
  properties: {
    hardwareProfile: { vmSize: 'Standard_D2s_v5' },
    provisioningState: 'Succeeded',
    vmId: '5f0e3b44-9f10-4c8e-8c4e-000000000001',
    additionalCapabilities: { hibernationEnabled: true },
    storageProfile: {
      imageReference: {
        publisher: 'Canonical',
        offer: 'ubuntu-24_04-lts',
        sku: 'server',
        version: '24.04.1',
        exactVersion: '24.04.1',
      },
      osDisk: {
        osType: 'Linux',
        name: 'os',
        createOption: 'FromImage',
        caching: 'ReadOnly',
        managedDisk: { storageAccountType: 'Premium_LRS', id: `${PROVIDERS}/Microsoft.Compute/disks/os` },
        deleteOption: 'Detach',
        diskSizeGB: 64,
      },
      dataDisks: [
        {
          lun: 0,
          name: 'data',
          createOption: 'Empty',
          caching: 'None',
          managedDisk: {
            storageAccountType: 'Standard_LRS',
            id: `${PROVIDERS}/Microsoft.Compute/disks/data`,
          },
          deleteOption: 'Detach',
          diskSizeGB: 128,
          toBeDetached: false,
        },
      ],
    },
    osProfile: {
      computerName: 'web-1',
      adminUsername: 'azureuser',
      linuxConfiguration: { disablePasswordAuthentication: false, provisionVMAgent: true },
      secrets: [],
      allowExtensionOperations: true,
      requireGuestProvisionSignal: true,
    },
    networkProfile: {
      networkInterfaces: [
        {
          id: `${PROVIDERS}/Microsoft.Network/networkInterfaces/nic`,
          properties: { primary: true, deleteOption: 'Detach' },
        },
      ],
    },
    priority: 'Regular',
    timeCreated: TIME,
  },
};

describe('vmResource', () => {
  it('shows a running VM', () => {
    expect(vmResource(RUNNING)).toEqual(RUNNING_DOCUMENT);
  });

  it('AZURE-36 leaves out size and type of the OS disk while hibernated', () => {
    const { osDisk, ...storage } = RUNNING_DOCUMENT.properties.storageProfile;
    const { diskSizeGB: _size, ...shownDisk } = osDisk;
    const hidden = { ...shownDisk, managedDisk: { id: osDisk.managedDisk.id } };
    expect(vmResource(HIBERNATED)).toEqual({
      ...RUNNING_DOCUMENT,
      properties: { ...RUNNING_DOCUMENT.properties, storageProfile: { ...storage, osDisk: hidden } },
    });
  });

  it('leaves out name and id of the OS disk while the VM is being made', () => {
    const creating: VmView = { ...RUNNING, state: { kind: 'deallocated' }, provisioningState: 'Creating' };
    expect(vmResource(creating).properties['storageProfile']).toMatchObject({
      osDisk: {
        osType: 'Linux',
        createOption: 'FromImage',
        caching: 'ReadOnly',
        managedDisk: { storageAccountType: 'Premium_LRS' },
        deleteOption: 'Detach',
        diskSizeGB: 64,
      },
    });
  });

  it.each([
    [false, {}, undefined],
    [false, { hibernationEnabled: true }, { hibernationEnabled: false }],
    [true, {}, { hibernationEnabled: true }],
    [false, { ultraSSDEnabled: false }, { ultraSSDEnabled: false }],
  ])('shows hibernationEnabled once it was given (%#)', (hibernationEnabled, given, shown) => {
    const vm = { ...RUNNING, hibernationEnabled, spec: { additionalCapabilities: given } };
    expect(vmResource(vm).properties['additionalCapabilities']).toEqual(shown);
  });

  it('shows the extensions of a VM among its resources', () => {
    expect(vmResource({ ...RUNNING, extensions: [WINDOWS_EXTENSION] }).resources).toEqual([
      {
        name: 'AzureHibernateExtension',
        id: `${PROVIDERS}/Microsoft.Compute/virtualMachines/vm/extensions/AzureHibernateExtension`,
        type: 'Microsoft.Compute/virtualMachines/extensions',
        location: 'eastus',
        properties: {
          publisher: 'Microsoft.CPlat.Core',
          type: 'WindowsHibernateExtension',
          typeHandlerVersion: '1.0',
          autoUpgradeMinorVersion: true,
          enableAutomaticUpgrade: true,
          settings: { allowReboot: true },
          provisioningState: 'Succeeded',
        },
      },
    ]);
  });
});

const PROVISIONED = {
  code: 'ProvisioningState/succeeded',
  level: 'Info',
  displayStatus: 'Provisioning succeeded',
  time: TIME,
};
const DISKS = [
  { name: 'os', statuses: [PROVISIONED] },
  { name: 'data', statuses: [PROVISIONED] },
];

describe('instanceView', () => {
  it('shows what the guest says while it runs', () => {
    expect(instanceView(RUNNING)).toEqual({
      computerName: 'web-1',
      osName: 'ubuntu',
      osVersion: '24.04',
      hyperVGeneration: 'V2',
      vmAgent: {
        vmAgentVersion: '0.0.0.0',
        statuses: [
          {
            code: 'ProvisioningState/succeeded',
            level: 'Info',
            displayStatus: 'Ready',
            message: 'The guest answers.',
            time: TIME,
          },
        ],
        extensionHandlers: [],
      },
      disks: DISKS,
      extensions: [
        {
          name: 'LinuxHibernateExtension',
          type: 'Microsoft.CPlat.Core.LinuxHibernateExtension',
          typeHandlerVersion: '1.0',
          substatuses: [
            {
              code: 'ComponentStatus/VMBootState/Start/succeeded',
              level: 'Info',
              displayStatus: 'Provisioning succeeded',
              message: 'The VM booted.',
            },
          ],
          statuses: [PROVISIONED],
        },
      ],
      statuses: [PROVISIONED, { code: 'PowerState/running', level: 'Info', displayStatus: 'VM running' }],
    });
  });

  it('AZURE-36 shows nothing of the guest while hibernated', () => {
    expect(instanceView(HIBERNATED)).toEqual({
      hyperVGeneration: 'V2',
      disks: DISKS,
      statuses: [
        PROVISIONED,
        { code: 'PowerState/deallocated', level: 'Info', displayStatus: 'VM deallocated' },
        { code: 'HibernationState/Hibernated', level: 'Info', displayStatus: 'VM hibernated' },
      ],
    });
  });

  it.each([
    ['resumed', 'Resume', 'The last resume succeeded: 9 devices matched.'],
    ['resumed-degraded', 'Resume', 'The last resume succeeded: 9 devices matched.'],
    ['cold-boot', 'Start', 'The VM booted: 9 devices matched.'],
    ['resume-rejected-cold-boot', 'Start', 'The VM booted: 9 devices matched.'],
  ] as const)('AZURE-37 %s shows in the hibernation extension as %s', (severity, boot, message) => {
    const verdict = { ...VERDICT, severity, summary: '9 devices matched' };
    expect(instanceView({ ...RUNNING, verdict }).extensions).toMatchObject([
      { substatuses: [{ code: `ComponentStatus/VMBootState/${boot}/succeeded`, message }] },
    ]);
  });

  it.each<[string, Partial<VmView>]>([
    ['since it was resumed', { verdict: { ...VERDICT, severity: 'hung-or-undefined' } }],
    ['on its way into hibernation', { hibernationSeverity: 'hung-or-undefined' }],
  ])('shows a guest that hangs %s as one that does not answer', (_since, change) => {
    const view = instanceView({ ...RUNNING, ...change });
    expect([view.vmAgent, view.extensions]).toMatchObject([
      { statuses: [{ displayStatus: 'Not Ready' }] },
      [{ name: 'LinuxHibernateExtension', statuses: [PROVISIONED] }],
    ]);
    expect(view.extensions?.[0]).not.toHaveProperty('substatuses');
  });

  it('can be shown with its statuses alone', () => {
    expect(vmResourceWithView(HIBERNATED, 'statuses').properties.instanceView).toEqual({
      statuses: instanceView(HIBERNATED).statuses,
    });
  });
});
