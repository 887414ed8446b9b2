import { NetworkManagementClient } from '@azure/arm-network';
import { ResourceManagementClient } from '@azure/arm-resources';
import {
  autorestOptions,
  credential,
  group,
  location,
  pages,
  polling,
  refusalOf,
  report,
  subscription,
} from './sdk-program.js';

interface ShownOsDisk {
  readonly name?: string | undefined;
  readonly diskSizeGB?: number | undefined;
  readonly managedDisk?: { readonly storageAccountType?: string | undefined } | undefined;
}
/** What the story reads of a VM; both generations of the SDK show it so. */
export interface ShownVm {
  readonly name?: string | undefined;
  readonly provisioningState?: string | undefined;
  readonly tags?: Record<string, string> | undefined;
  readonly additionalCapabilities?: { readonly hibernationEnabled?: boolean | undefined } | undefined;
  readonly hardwareProfile?: { readonly vmSize?: string | undefined } | undefined;
  readonly osProfile?: { readonly adminPassword?: string | undefined } | undefined;
  readonly storageProfile?: { readonly osDisk?: ShownOsDisk | undefined } | undefined;
  readonly networkProfile?: { readonly networkInterfaces?: readonly object[] | undefined } | undefined;
}
export interface ShownView {
  readonly statuses?: readonly { readonly code?: string | undefined }[] | undefined;
  readonly computerName?: string | undefined;
}
export interface ShownDisk {
  readonly name?: string | undefined;
  readonly diskSizeGB?: number | undefined;
  readonly diskState?: string | undefined;
  readonly provisioningState?: string | undefined;
}

/** A generation of the compute SDK, with its own names for the same requests. */
export interface ComputeSdk {
  createVm(name: string, vm: ReturnType<typeof vmBody>): PromiseLike<ShownVm>;
  updateVm(
    name: string,
    update: { tags?: Record<string, string>; hardwareProfile?: { vmSize: string } },
  ): PromiseLike<ShownVm>;
  getVm(name: string): Promise<ShownVm>;
  instanceView(name: string): Promise<ShownView>;
  deallocate(name: string, options: { hibernate?: boolean }): PromiseLike<unknown>;
  start(name: string): PromiseLike<unknown>;
  restart(name: string): PromiseLike<unknown>;
  powerOff(name: string): PromiseLike<unknown>;
  deleteVm(name: string): PromiseLike<unknown>;
  vmPages(): AsyncIterable<readonly ShownVm[]>;
  createDisk(name: string, sizeGib: number): PromiseLike<ShownDisk>;
  updateDisk(name: string, sizeGib: number): PromiseLike<ShownDisk>;
  deleteDisk(name: string): PromiseLike<unknown>;
  diskPages(): AsyncIterable<readonly ShownDisk[]>;
}

export function vmBody(name: string, nic: string, isHibernating: boolean) {
  return {
    location,
    tags: { shift: 'night' },
    hardwareProfile: { vmSize: 'Standard_D2s_v5' },
    additionalCapabilities: { hibernationEnabled: isHibernating },
    storageProfile: {
      imageReference: { publisher: 'Canonical', offer: 'ubuntu-24_04-lts', sku: 'server', version: 'latest' },
      osDisk: {
        createOption: 'FromImage',
        diskSizeGB: 64,
        managedDisk: { storageAccountType: 'Premium_LRS' },
      },
      dataDisks: [{ lun: 0, createOption: 'Empty', diskSizeGB: 16 }],
    },
    osProfile: { computerName: name, adminUsername: 'azureuser', adminPassword: 'Not-shown-again-1' },
    networkProfile: { networkInterfaces: [{ id: nic, primary: true }] },
  };
}

/** Every capability of the matrix for compute, with the SDK given. */
export async function tellComputeStory(sdk: ComputeSdk): Promise<void> {
  const [nicId, otherNicId] = await prepareNics();
  const codes = async () => ((await sdk.instanceView('vm')).statuses ?? []).map(({ code }) => code);
  const shownDisk = ({ diskSizeGB, diskState, provisioningState }: ShownDisk) => ({
    diskSizeGB,
    diskState,
    provisioningState,
  });
  await report([
    [
      'create with hibernation',
      async () => {
        const vm = await sdk.createVm('vm', vmBody('vm', nicId, true));
        const { provisioningState, additionalCapabilities, osProfile, networkProfile } = vm;
        const { hibernationEnabled } = additionalCapabilities ?? {};
        const password = osProfile?.adminPassword ?? null;
        const nics = networkProfile?.networkInterfaces?.length;
        return { provisioningState, hibernationEnabled, password, nics, statuses: await codes() };
      },
    ],
    ['update tags', async () => (await sdk.updateVm('vm', { tags: { shift: 'day' } })).tags],
    [
      'hibernate',
      async () => {
        await sdk.deallocate('vm', { hibernate: true });
        return codes();
      },
    ],
    [
      'read while hibernated',
      async () => {
        const { name, diskSizeGB, managedDisk } = (await sdk.getVm('vm')).storageProfile?.osDisk ?? {};
        const type = managedDisk?.storageAccountType;
        return { hasName: name !== undefined, diskSizeGB: diskSizeGB ?? null, type: type ?? null };
      },
    ],
    ['instance view', async () => ({ computerName: (await sdk.instanceView('vm')).computerName ?? null })],
    [
      'refused resize while hibernated',
      () => refusalOf(sdk.updateVm('vm', { hardwareProfile: { vmSize: 'Standard_D4s_v5' } })),
    ],
    [
      'start',
      async () => {
        await sdk.start('vm');
        return codes();
      },
    ],
    [
      'restart',
      async () => {
        await sdk.restart('vm');
        return codes();
      },
    ],
    [
      'stop',
      async () => {
        await sdk.powerOff('vm');
        return codes();
      },
    ],
    [
      'deallocate',
      async () => {
        await sdk.deallocate('vm', {});
        return codes();
      },
    ],
    [
      'list with paging',
      async () => {
        await sdk.createVm('vm-2', vmBody('vm-2', otherNicId, false));
        return pages(sdk.vmPages(), ({ name, tags }) => `${name} ${tags?.['shift']}`);
      },
    ],
    ['create disk', async () => shownDisk(await sdk.createDisk('disk', 8))],
    ['update disk', async () => shownDisk(await sdk.updateDisk('disk', 16))],
    [
      'list disks with paging',
      async () => (await pages(sdk.diskPages(), () => 1)).map(({ length }) => length),
    ],
    [
      'delete disk',
      async () => {
        await sdk.deleteDisk('disk');
        const left = await pages(sdk.diskPages(), ({ name }) => name);
        return left.flat().includes('disk') ? 'still there' : 'gone';
      },
    ],
    [
      'delete',
      async () => {
        await sdk.deleteVm('vm');
        return refusalOf(sdk.getVm('vm'));
      },
    ],
  ]);
}

/** Group, network and two NICs, by the SDKs for them. */
async function prepareNics(): Promise<readonly [string, string]> {
  const resources = new ResourceManagementClient(credential, subscription, autorestOptions);
  const network = new NetworkManagementClient(credential, subscription, autorestOptions);
  await resources.resourceGroups.createOrUpdate(group, { location });
  const { subnets } = await network.virtualNetworks.beginCreateOrUpdateAndWait(
    group,
    'net',
    {
      location,
      addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
      subnets: [{ name: 'default', addressPrefix: '10.0.0.0/24' }],
    },
    polling,
  );
  const subnet = { id: subnets?.[0]?.id ?? '' };
  const nics = ['nic-1', 'nic-2'].map((name) =>
    network.networkInterfaces.beginCreateOrUpdateAndWait(
      group,
      name,
      { location, enableAcceleratedNetworking: true, ipConfigurations: [{ name: 'ip', subnet }] },
      polling,
    ),
  );
  const [first, second] = await Promise.all(nics);
  return [first?.id ?? '', second?.id ?? ''];
}
