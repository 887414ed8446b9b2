import { refusalTable } from '../refusal-entry.js';

/** Hosts, capacity and placement. */
export const HOST_REFUSALS = refusalTable({
  'no-capacity': {
    rule: 'AZURE-30',
    sentence: 'No host has room for the VM.',
    remedy:
      'Try again later, free or add hosts, or deallocate a hibernated VM (dropping its memory) and start it in another size.',
    retryable: true,
  },
  'no-compatible-host': {
    rule: 'CONSIDER-6',
    sentence: 'There is room, but on no host on which the image of this VM may continue.',
    remedy:
      'Add or free a host that fits the image, or deallocate the VM without the hibernate flag and boot it cold.',
    retryable: true,
  },
  'no-suitable-host': {
    rule: 'TORPOR-24',
    sentence: 'There is room, but on no host that meets what the request asks for.',
    remedy: 'Drop the choice of host, cluster or processor vendor, or free the host that was asked for.',
    retryable: true,
  },
  'capacity-lost-race': {
    rule: 'TORPOR-1',
    sentence: 'Another VM took the room on the chosen host first.',
    remedy: 'Nothing needs doing: the VM is placed anew. If it persists, add hosts.',
    retryable: true,
  },
  'host-not-found': {
    rule: 'ARM-15',
    sentence: 'There is no host of this name.',
    remedy: 'List the hosts and check the name.',
    retryable: false,
  },
  'host-name-taken': {
    rule: 'TORPOR-14',
    sentence: 'A host of this name exists already.',
    remedy: 'Choose another name, or remove the host that has this one.',
    retryable: false,
  },
  'host-in-use': {
    rule: 'TORPOR-14',
    sentence: 'VMs are still on the host.',
    remedy: 'Drain the host and move its VMs off (hibernate, deallocate or delete them), then remove it.',
    retryable: false,
  },
  'host-down': {
    rule: 'TORPOR-14',
    sentence: 'The host is down.',
    remedy: 'Bring the host up again, or start the VM elsewhere.',
    retryable: true,
  },
  'cluster-not-found': {
    rule: 'ARM-15',
    sentence: 'There is no host cluster of this name.',
    remedy: 'List the hosts to see their clusters, or add a host to this cluster first.',
    retryable: false,
  },
  'no-zonal-capacity': {
    rule: 'AZURE-30',
    sentence: 'The zone of the VM has no room for it.',
    remedy:
      'Try again later, or in another zone; a hibernated VM can be deallocated, dropping its memory, and started in another size.',
    retryable: true,
  },
  'host-failed': {
    rule: 'ASSUME-13',
    sentence: 'The host of the VM failed while the operation was under way.',
    remedy: 'Try again: the VM is taken off the host and starts on another one.',
    retryable: true,
  },
});
