import { ComputeManagementClient } from 'arm-compute-22';
import { tellComputeStory } from './compute-story.js';
import {
  autorestOptions,
  credential,
  group,
  location,
  polling,
  shortPages,
  subscription,
} from './sdk-program.js';

const client = new ComputeManagementClient(credential, subscription, autorestOptions);
client.pipeline.addPolicy(shortPages('virtualMachines', 1));
client.pipeline.addPolicy(shortPages('disks', 3));
const { virtualMachines: vms, disks } = client;

await tellComputeStory({
  createVm: (name, vm) => vms.beginCreateOrUpdateAndWait(group, name, vm, polling),
  updateVm: (name, update) => vms.beginUpdateAndWait(group, name, update, polling),
  getVm: (name) => vms.get(group, name),
  instanceView: (name) => vms.instanceView(group, name),
  deallocate: (name, options) => vms.beginDeallocateAndWait(group, name, { ...options, ...polling }),
  start: (name) => vms.beginStartAndWait(group, name, polling),
  restart: (name) => vms.beginRestartAndWait(group, name, polling),
  powerOff: (name) => vms.beginPowerOffAndWait(group, name, polling),
  deleteVm: (name) => vms.beginDeleteAndWait(group, name, polling),
  vmPages: () => vms.list(group).byPage(),
  createDisk: (name, diskSizeGB) =>
    disks.beginCreateOrUpdateAndWait(
      group,
      name,
      { location, diskSizeGB, creationData: { createOption: 'Empty' } },
      polling,
    ),
  updateDisk: (name, diskSizeGB) => disks.beginUpdateAndWait(group, name, { diskSizeGB }, polling),
  deleteDisk: (name) => disks.beginDeleteAndWait(group, name, polling),
  diskPages: () => disks.listByResourceGroup(group).byPage(),
});
