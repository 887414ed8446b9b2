import { ComputeManagementClient } from '@azure/arm-compute';
import { tellComputeStory } from './compute-story.js';
import { credential, endpoint, group, location, polling, shortPages, subscription } from './sdk-program.js';

const client = new ComputeManagementClient(credential, subscription, {
  endpoint,
  credentials: { scopes: [`${endpoint}/.default`] },
});
client.pipeline.addPolicy(shortPages('virtualMachines', 1));
client.pipeline.addPolicy(shortPages('disks', 3));
const { virtualMachines: vms, disks } = client;

await tellComputeStory({
  createVm: (name, vm) => vms.createOrUpdate(group, name, vm, polling),
  updateVm: (name, update) => vms.update(group, name, update, polling),
  getVm: (name) => vms.get(group, name),
  instanceView: (name) => vms.instanceView(group, name),
  deallocate: (name, options) => vms.deallocate(group, name, { ...options, ...polling }),
  start: (name) => vms.start(group, name, polling),
  restart: (name) => vms.restart(group, name, polling),
  powerOff: (name) => vms.powerOff(group, name, polling),
  deleteVm: (name) => vms.delete(group, name, polling),
  vmPages: () => vms.list(group).byPage(),
  createDisk: (name, diskSizeGB) =>
    disks.createOrUpdate(
      group,
      name,
      { location, diskSizeGB, creationData: { createOption: 'Empty' } },
      polling,
    ),
  updateDisk: (name, diskSizeGB) => disks.update(group, name, { diskSizeGB }, polling),
  deleteDisk: (name) => disks.delete(group, name, polling),
  diskPages: () => disks.listByResourceGroup(group).byPage(),
});
