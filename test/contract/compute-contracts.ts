import {
  child,
  DISK,
  get,
  inGroup,
  inSubscription,
  model,
  NOTHING,
  operation,
  post,
  resource,
  type AnswerContract,
} from './contract-parts.js';

const VM = inGroup('Microsoft.Compute/virtualMachines/*');
const IMAGES = `${inSubscription('Microsoft.Compute/locations/*/publishers')}`;
const OFFERS = `${IMAGES}/*/artifacttypes/vmimage/offers`;
const image = (path: string): AnswerContract => ({
  method: 'GET',
  path,
  answers: { 200: { kind: 'models', model: 'compute.VirtualMachineImageResource' } },
});

export const COMPUTE: readonly AnswerContract[] = [
  ...resource('Microsoft.Compute/virtualMachines', {
    one: 'compute.VirtualMachine',
    page: 'compute.VirtualMachineListResult',
  }),
  get(inSubscription('Microsoft.Compute/locations/*/virtualMachines'), 'compute.VirtualMachineListResult'),
  get(`${VM}/instanceView`, 'compute.VirtualMachineInstanceView'),
  get(`${VM}/vmSizes`, 'compute.VirtualMachineSizeListResult'),
  ...['start', 'powerOff', 'deallocate', 'restart', 'redeploy', 'reapply', 'reimage', 'runCommand'].map(
    (action) => post(`${VM}/${action}`, { 202: NOTHING }),
  ),
  post(`${VM}/assessPatches`, { 200: model('compute.VirtualMachineAssessPatchesResult'), 202: NOTHING }),
  post(`${VM}/installPatches`, { 200: model('compute.VirtualMachineInstallPatchesResult'), 202: NOTHING }),
  post(`${VM}/capture`, { 200: model('compute.VirtualMachineCaptureResult'), 202: NOTHING }),
  post(`${VM}/attachDetachDataDisks`, { 200: model('compute.StorageProfile'), 202: NOTHING }),
  ...['performMaintenance', 'convertToManagedDisks', 'migrateToVMScaleSet'].map((action) =>
    post(`${VM}/${action}`, { 202: NOTHING }),
  ),
  post(`${VM}/generalize`, { 200: NOTHING }),
  post(`${VM}/simulateEviction`, { 204: NOTHING }),
  post(`${VM}/retrieveBootDiagnosticsData`, { 200: model('compute.RetrieveBootDiagnosticsDataResult') }),
  ...child('Microsoft.Compute/virtualMachines/*/extensions', {
    one: 'compute.VirtualMachineExtension',
    page: 'compute.VirtualMachineExtensionsListResult',
  }),
  ...resource('Microsoft.Compute/disks', { one: 'compute.Disk', page: 'compute.DiskList' }, DISK),
  ...resource('Microsoft.Compute/snapshots', { one: 'compute.Snapshot', page: 'compute.SnapshotList' }, DISK),
  ...['disks', 'snapshots'].flatMap((type) => [
    post(inGroup(`Microsoft.Compute/${type}/*/beginGetAccess`), {
      200: model('compute.AccessUri'),
      202: NOTHING,
    }),
    post(inGroup(`Microsoft.Compute/${type}/*/endGetAccess`), { 200: NOTHING, 202: NOTHING }),
  ]),
  ...resource('Microsoft.Compute/availabilitySets', {
    one: 'compute.AvailabilitySet',
    page: 'compute.AvailabilitySetListResult',
  }),
  ...resource('Microsoft.Compute/proximityPlacementGroups', {
    one: 'compute.ProximityPlacementGroup',
    page: 'compute.ProximityPlacementGroupListResult',
  }),
  ...resource('Microsoft.Compute/sshPublicKeys', {
    one: 'compute.SshPublicKeyResource',
    page: 'compute.SshPublicKeysGroupListResult',
  }),
  post(inGroup('Microsoft.Compute/sshPublicKeys/*/generateKeyPair'), {
    200: model('compute.SshPublicKeyGenerateKeyPairResult'),
  }),
  ...resource('Microsoft.Compute/diskEncryptionSets', {
    one: 'compute.DiskEncryptionSet',
    page: 'compute.DiskEncryptionSetList',
  }),
  ...resource('Microsoft.Compute/capacityReservationGroups', {
    one: 'compute.CapacityReservationGroup',
    page: 'compute.CapacityReservationGroupListResult',
  }),
  ...resource('Microsoft.Compute/hostGroups', {
    one: 'compute.DedicatedHostGroup',
    page: 'compute.DedicatedHostGroupListResult',
  }),
  ...resource('Microsoft.Compute/images', { one: 'compute.Image', page: 'compute.ImageListResult' }),
  ...resource('Microsoft.Compute/galleries', { one: 'compute.Gallery', page: 'compute.GalleryList' }),
  ...child('Microsoft.Compute/galleries/*/images', {
    one: 'compute.GalleryImage',
    page: 'compute.GalleryImageList',
  }),
  ...child('Microsoft.Compute/galleries/*/images/*/versions', {
    one: 'compute.GalleryImageVersion',
    page: 'compute.GalleryImageVersionList',
  }),
  ...child('Microsoft.Compute/capacityReservationGroups/*/capacityReservations', {
    one: 'compute.CapacityReservation',
    page: 'compute.CapacityReservationListResult',
  }),
  ...child('Microsoft.Compute/hostGroups/*/hosts', {
    one: 'compute.DedicatedHost',
    page: 'compute.DedicatedHostListResult',
  }),
  get(inSubscription('Microsoft.Compute/skus'), 'compute.ResourceSkusResult'),
  get(inSubscription('Microsoft.Compute/locations/*/vmSizes'), 'compute.VirtualMachineSizeListResult'),
  get(inSubscription('Microsoft.Compute/locations/*/usages'), 'compute.ListUsagesResult'),
  get(inSubscription('Microsoft.Compute/locations/*/runCommands'), 'compute.RunCommandListResult'),
  get(inSubscription('Microsoft.Compute/locations/*/runCommands/*'), 'compute.RunCommandDocument'),
  image(IMAGES),
  image(OFFERS),
  image(`${OFFERS}/*/skus`),
  image(`${OFFERS}/*/skus/*/versions`),
  get(`${OFFERS}/*/skus/*/versions/*`, 'compute.VirtualMachineImage'),
  operation(inSubscription('Microsoft.Compute/locations/*/operations/*'), ['compute.RunCommandResult']),
  operation(inSubscription('Microsoft.Compute/locations/*/DiskOperations/*'), [
    'compute.Disk',
    'compute.Snapshot',
    'compute.AccessUri',
  ]),
];
