import { ACTIVE, context, ruleTable } from '../rule-table.js';

export const MOVE = ruleTable('document', 'Resuming on a Different VM', {
  'MOVE-1': {
    statement:
      'A hibernated Azure VM consists of saved configuration and disks; no Hyper-V host has it any more.',
    phrase: 'only exists as saved configuration',
    status: ACTIVE,
  },
  'MOVE-2': {
    statement:
      'To resume, a new Hyper-V VM of identical configuration is created, probably on another host, and becomes the customer VM.',
    phrase: 'with identical configuration is created',
    status: ACTIVE,
  },
  'MOVE-3': {
    statement:
      'Left to Hyper-V, instance GUIDs in the new VM would differ from those in the image, and the resume would fail.',
    phrase: 'would typically be different',
    status: ACTIVE,
  },
  'MOVE-4': {
    statement:
      'Devices of which a VM has only one get the same instance GUID always, on Azure and on a local Hyper-V alike.',
    phrase: 'support only a single instance',
    status: ACTIVE,
  },
  'MOVE-5': {
    statement:
      'An Azure VM has exactly two SCSI controllers, with two instance GUIDs that are the same for every VM. A local Hyper-V promises no such thing.',
    phrase: 'exactly two synthetic SCSI controllers',
    status: ACTIVE,
  },
  'MOVE-6': {
    statement:
      'On Azure the instance GUID of a NIC stays with the customer VM through deallocation, hibernation and re-creation. On a local Hyper-V it does not.',
    phrase: 'of a synthetic NIC in a',
    status: ACTIVE,
  },
  'MOVE-7': {
    statement: 'vPCI devices get other instance GUIDs in a newly created VM.',
    phrase: 'do not have the same instance',
    status: ACTIVE,
  },
  'MOVE-8': {
    statement:
      'For that reason Azure does not hibernate VMs with DDA devices such as NVMe controllers or GPUs.',
    phrase: 'VMs that have DDA devices',
    status: ACTIVE,
  },
  'MOVE-9': {
    statement:
      'Azure takes the VFs of SR-IOV NICs away before it hibernates the VM, so that the image holds none.',
    phrase: 'removes the VF from the VM',
    status: ACTIVE,
  },
  'MOVE-10': {
    statement: 'After the resume the VM is given a new VF; nothing has to be matched to an old one.',
    phrase: 'it instantiates a new VF',
    status: ACTIVE,
  },
  'MOVE-11': {
    statement:
      'Because VFs have to go first, Azure hibernation starts outside the VM, from portal or CLI, and reaches Linux through the Shutdown service.',
    phrase: 'must be initiated externally',
    status: ACTIVE,
  },
  'MOVE-12': {
    statement:
      'When an Azure guest hibernates itself, its VFs stay in the image and do not come back properly.',
    phrase: 'not resumed properly',
    status: ACTIVE,
  },
  'MOVE-13': {
    statement:
      'A local Hyper-V could do the same things, but only with scripts that its administrator writes.',
    phrase: 'so requires custom scripting',
    status: ACTIVE,
  },
  'MOVE-14': {
    statement: 'The disks of the original VM and what is on them are kept and attached to the new VM.',
    phrase: 'disks and their contents are preserved',
    status: ACTIVE,
  },
  'MOVE-15': {
    statement: 'With these measures hibernation works for most general-purpose sizes of Azure.',
    phrase: 'most general-purpose Azure VMs sizes',
    status: context('A summary; the sizes are AZURE-4 to AZURE-6.'),
  },
});
