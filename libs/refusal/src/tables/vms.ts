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
