import { refusalTable } from '../refusal-entry.js';

/** VMs: existence, state, and who holds them. */
export const VM_REFUSALS = refusalTable({
  'vm-not-found': {
    rule: 'ARM-15',
    sentence: 'There is no VM of this name in the resource group.',
    remedy: 'List the VMs of the group and check name, group and subscription.',
    retryable: false,
  },
  'vm-busy': {
    rule: 'TORPOR-2',
    sentence: 'Another operation has the VM.',
    remedy: 'Wait for the operation named in the detail, or cancel it, then send the request again.',
    retryable: true,
  },
  'vm-state-forbids': {
    rule: 'ARM-22',
    sentence: 'The present state of the VM does not allow this.',
    remedy:
      'Bring the VM into a state that allows it (start, stop or deallocate it) and send the request again.',
    retryable: false,
  },
  'vm-name-taken': {
    rule: 'ARM-34',
    sentence: 'A VM of this name exists already.',
    remedy: 'Choose another name, or delete the VM that has this one.',
    retryable: false,
  },
  'hibernated-vm-immutable': {
    rule: 'R92',
    sentence: 'Size, disks and network of a hibernated VM cannot be changed.',
    remedy:
      'Start the VM first, or deallocate it without the hibernate flag, which drops the saved memory; then make the change.',
    retryable: false,
  },
  'property-immutable': {
    rule: 'ARM-25',
    sentence: 'This member is fixed when the resource is created.',
    remedy: 'Leave the member as it is, or delete the resource and create it with the value wanted.',
    retryable: false,
  },
  'size-unknown': {
    rule: 'ARM-29',
    sentence: 'There is no VM size of this name.',
    remedy: 'Choose a size from the list of sizes of the location.',
    retryable: false,
  },
  'image-not-found': {
    rule: 'ARM-29',
    sentence: 'There is no VM image with this publisher, offer, SKU and version.',
    remedy: 'Choose an image from the catalogue of the location; "latest" is a valid version.',
    retryable: false,
  },
  'vm-generalized': {
    rule: 'AZURE-47',
    sentence: 'The VM is generalized: it cannot be started any more.',
    remedy:
      'Make an image of it and create VMs of the image, or delete the VM and attach its OS disk to a new one.',
    retryable: false,
  },
  'not-a-spot-vm': {
    rule: 'AZURE-48',
    sentence: 'Only a VM of Spot priority can be evicted.',
    remedy: 'Simulate the eviction of a VM that was created with priority Spot.',
    retryable: false,
  },
  'extension-not-found': {
    rule: 'ARM-15',
    sentence: 'The VM has no extension of this name.',
    remedy: 'List the extensions of the VM and check the name.',
    retryable: false,
  },
  'extension-needs-running-vm': {
    rule: 'AZURE-49',
    sentence: 'Extensions of a VM cannot be changed while it is not running.',
    remedy: 'Start the VM and send the request again.',
    retryable: false,
  },
  'extension-failed': {
    rule: 'AZURE-49',
    sentence: 'An extension could not be provisioned in the guest.',
    remedy: 'Remove the cause named in the detail, then reapply the VM or install the extension once more.',
    retryable: false,
  },
  'boot-diagnostics-off': {
    rule: 'ARM-22',
    sentence: 'Boot diagnostics are not enabled for this VM.',
    remedy: 'Set diagnosticsProfile.bootDiagnostics.enabled to true, then ask again.',
    retryable: false,
  },
  'action-not-emulated': {
    rule: 'ARM-22',
    sentence: 'This action on a VM is not emulated.',
    remedy: 'Leave the action out: nothing here depends on it.',
    retryable: false,
  },
  'nothing-to-explain': {
    rule: 'ARM-15',
    sentence: 'The VM has neither been started again nor tried to hibernate: there is no verdict to explain.',
    remedy: 'Hibernate the VM, or start it, then ask again.',
    retryable: false,
  },
  'nothing-to-pin': {
    rule: 'ARM-15',
    sentence:
      'The VM has neither a hibernation image nor devices: nothing is known that would have to be pinned.',
    remedy: 'Start the VM, or ask while it is hibernated.',
    retryable: false,
  },
});
