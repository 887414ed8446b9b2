import { diskId } from '../disks/disk-document.js';
import { extensionDocument } from '../extensions/extension-document.js';
import { exactVersionOf } from '../images/offered-images.js';
import { nicId } from '../network-interfaces/nic-document.js';
import { vmResourceId } from '../operations/begin-vm-operation.js';
import type { VmDiskView, VmView } from '../persistence/vm-view.repository.js';
import { instanceView, isOnHost, type InstanceViewDocument } from './instance-view.js';
import { osProfileDocument } from './os-profile-document.js';
import type { VmEcho } from './vm-echo.js';
import { identityDocument, type StoredIdentity } from './vm-identity.js';

export interface VmResource {
  readonly name: string;
  readonly id: string;
  readonly type: 'Microsoft.Compute/virtualMachines';
  readonly location: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly etag: string;
  readonly properties: Readonly<Record<string, unknown>> & {
    readonly instanceView?: Partial<InstanceViewDocument>;
  };
  readonly resources?: readonly object[];
}

/** The tag of a VM: its revision, quoted. */
export function vmEtag({ revision }: Pick<VmView, 'revision'>): string {
  return `"${revision}"`;
}

/** A VM as Azure shows it. */
export function vmResource(vm: VmView): VmResource {
  const { tags, spec } = vm;
  const echo = spec as VmEcho;
  const { identity: stored, ...top } = echo.top ?? {};
  const identity = identityDocument(idOf(vm), stored as StoredIdentity | undefined, vm.principals);
  return {
    name: vm.name,
    id: idOf(vm),
    type: 'Microsoft.Compute/virtualMachines',
    location: vm.location,
    ...(Object.keys(tags).length === 0 ? {} : { tags }),
    ...top,
    ...(identity === undefined ? {} : { identity }),
    etag: vmEtag(vm),
    properties: {
      ...echo.properties,
      hardwareProfile: { vmSize: vm.size },
      provisioningState: vm.provisioningState,
      vmId: vm.id,
      ...additionalCapabilities(vm, echo),
      storageProfile: storageProfile(vm, echo),
      ...osProfileSection(vm, echo),
      networkProfile: networkProfile(vm, echo),
      timeCreated: vm.createdAt.toISOString(),
    },
    ...extensions(vm),
  };
}

/** The same with its instance view; `statuses`: with nothing of it but the statuses. */
export function vmResourceWithView(vm: VmView, part: 'whole' | 'statuses' = 'whole'): VmResource {
  const document = vmResource(vm);
  const whole = instanceView(vm);
  const view = part === 'whole' ? whole : { statuses: whole.statuses };
  return { ...document, properties: { ...document.properties, instanceView: view } };
}

/** The same with its user data, which is shown to those who ask for it alone. */
export function vmResourceWithUserData(vm: VmView): VmResource {
  const document = vmResource(vm);
  const { userData } = vm;
  return userData === null ? document : { ...document, properties: { ...document.properties, userData } };
}

function idOf({ subscriptionId, groupName, name }: VmView): string {
  return vmResourceId({ subscriptionId, groupName, vmName: name });
}

/** The member is there once it was ever given, also as `false`. */
function additionalCapabilities({ hibernationEnabled }: VmView, echo: VmEcho) {
  const shown = echo.additionalCapabilities ?? {};
  if (!hibernationEnabled && !('hibernationEnabled' in shown)) {
    return Object.keys(shown).length === 0 ? {} : { additionalCapabilities: shown };
  }
  return { additionalCapabilities: { ...shown, hibernationEnabled } };
}

function storageProfile(vm: VmView, echo: VmEcho) {
  const [osDisk, ...dataDisks] = vm.disks;
  return {
    ...(echo.imageReference === undefined ? {} : { imageReference: imageReference(echo.imageReference) }),
    ...(osDisk === undefined ? {} : { osDisk: osDiskDocument(vm, osDisk, echo) }),
    dataDisks: dataDisks.map((disk) => dataDiskDocument(disk, echo)),
    ...echo.storage,
  };
}

/** The catalogue says what `latest` stands for; an image that it does not have has no exact version. */
function imageReference(image: Readonly<Record<string, unknown>>) {
  const exactVersion = exactVersionOf(image);
  return exactVersion === undefined ? image : { ...image, exactVersion };
}

/** Size and type vanish while the VM is on no host (AZURE-36), name and id until it has been made. */
function osDiskDocument(vm: VmView, disk: VmDiskView, { osDisk = {} }: VmEcho) {
  const isCreating = vm.provisioningState === 'Creating';
  const showsDisk = isCreating || isOnHost(vm);
  return {
    caching: 'ReadWrite',
    createOption: 'FromImage',
    deleteOption: 'Detach',
    ...osDisk,
    osType: disk.properties['osType'] ?? osDisk['osType'] ?? 'Linux',
    ...(isCreating ? {} : { name: disk.name }),
    managedDisk: {
      ...(osDisk['managedDisk'] as object | undefined),
      ...(showsDisk ? { storageAccountType: disk.sku } : {}),
      ...(isCreating ? {} : { id: diskId(disk) }),
    },
    ...(showsDisk ? { diskSizeGB: disk.sizeGib } : {}),
  };
}

function dataDiskDocument(disk: VmDiskView, { dataDisks = [] }: VmEcho) {
  const echo = dataDisks.find(({ lun }) => lun === disk.lun) ?? { lun: disk.lun };
  return {
    caching: 'None',
    createOption: 'Attach',
    deleteOption: 'Detach',
    toBeDetached: false,
    ...echo,
    name: disk.name,
    managedDisk: {
      ...(echo['managedDisk'] as object | undefined),
      storageAccountType: disk.sku,
      id: diskId(disk),
    },
    diskSizeGB: disk.sizeGib,
  };
}

function osProfileSection(vm: VmView, { osProfile }: VmEcho) {
  if (osProfile === undefined) return {};
  const osType = vm.disks[0]?.properties['osType'] === 'Windows' ? 'Windows' : 'Linux';
  return { osProfile: osProfileDocument(osProfile, { vmName: vm.name, osType }) };
}

function networkProfile(vm: VmView, echo: VmEcho) {
  return {
    ...echo.network,
    networkInterfaces: vm.nics.map((nic, at) => {
      const id = nicId(nic);
      const { key: _key, ...shown } = echo.nics?.find(({ key }) => key === id.toLowerCase()) ?? { key: '' };
      return { id, properties: { ...shown, primary: at === 0 } };
    }),
  };
}

function extensions(vm: VmView) {
  if (vm.extensions.length === 0) return {};
  return { resources: vm.extensions.map((extension) => extensionDocument(idOf(vm), extension)) };
}
