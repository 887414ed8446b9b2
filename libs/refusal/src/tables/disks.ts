import { refusalTable } from '../refusal-entry.js';

/** Managed disks and their place on a VM. */
export const DISK_REFUSALS = refusalTable({
  'disk-not-found': {
    rule: 'ARM-15',
    sentence: 'There is no disk of this name in the resource group.',
    remedy: 'List the disks of the group and check name and group.',
    retryable: false,
  },
  'disk-in-use': {
    rule: 'TORPOR-5',
    sentence: 'The disk is attached to a VM.',
    remedy: 'Detach the disk from the VM named in the detail first.',
    retryable: false,
  },
  'disk-name-taken': {
    rule: 'ARM-34',
    sentence: 'A disk of this name exists already.',
    remedy: 'Choose another name, or attach the existing disk with createOption Attach.',
    retryable: false,
  },
  'disk-too-small': {
    rule: 'ARM-19',
    sentence: 'A disk cannot be smaller than its source, nor shrink.',
    remedy: 'Ask for at least the size named in the detail.',
    retryable: false,
  },
  'lun-taken': {
    rule: 'ARM-19',
    sentence: 'Two data disks of a VM cannot share a LUN.',
    remedy: 'Give every data disk a LUN of its own.',
    retryable: false,
  },
  'too-many-data-disks': {
    rule: 'ARM-19',
    sentence: 'The size does not take this many data disks.',
    remedy: 'Attach fewer disks, or choose a size that takes more.',
    retryable: false,
  },
  'disk-detach-failed': {
    rule: 'TORPOR-8',
    sentence: 'The disks of the VM could not be flushed and detached.',
    remedy: 'Retry the operation: it goes on where it stopped.',
    retryable: true,
  },
});
