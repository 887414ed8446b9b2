import { refusalTable } from '../refusal-entry.js';

/** NICs, networks and subnets. */
export const NETWORK_REFUSALS = refusalTable({
  'nic-not-found': {
    rule: 'ARM-15',
    sentence: 'There is no network interface of this name in the resource group.',
    remedy: 'List the network interfaces of the group and check name and group.',
    retryable: false,
  },
  'nic-in-use': {
    rule: 'TORPOR-5',
    sentence: 'The network interface belongs to a VM.',
    remedy: 'Delete the VM named in the detail or give it another interface first.',
    retryable: false,
  },
  'nic-name-taken': {
    rule: 'ARM-34',
    sentence: 'A network interface of this name exists already.',
    remedy: 'Choose another name, or use the existing interface by its id.',
    retryable: false,
  },
  'too-many-nics': {
    rule: 'ARM-19',
    sentence: 'The size does not take this many network interfaces.',
    remedy: 'Use fewer interfaces, or choose a size that takes more.',
    retryable: false,
  },
  'size-without-accelerated-networking': {
    rule: 'AZURE-43',
    sentence: 'The size of the VM does not support accelerated networking.',
    remedy: 'Switch accelerated networking of the interface off, or choose a size that supports it.',
    retryable: false,
  },
  'network-not-found': {
    rule: 'ARM-15',
    sentence: 'There is no virtual network of this name in the resource group.',
    remedy: 'List the networks of the group and check name and group.',
    retryable: false,
  },
  'network-in-use': {
    rule: 'ARM-24',
    sentence: 'Network interfaces still use a subnet of the network.',
    remedy: 'Delete the interfaces named in the detail first.',
    retryable: false,
  },
  'subnet-not-found': {
    rule: 'ARM-29',
    sentence: 'The virtual network has no subnet of this name.',
    remedy: 'Create the subnet, or name one that the network has.',
    retryable: false,
  },
  'subnet-full': {
    rule: 'ARM-29',
    sentence: 'The subnet has no address left.',
    remedy: 'Delete interfaces that are not needed, or use a larger subnet.',
    retryable: false,
  },
  'mac-taken': {
    rule: 'TORPOR-5',
    sentence: 'Another network interface has this MAC address.',
    remedy: 'Choose another MAC address, or leave it out to have one assigned.',
    retryable: false,
  },
  'public-address-in-use': {
    rule: 'ARM-24',
    sentence: 'Another network interface has this public address.',
    remedy: 'Take the address from the interface named in the detail first, or use another one.',
    retryable: false,
  },
  'public-addresses-exhausted': {
    rule: 'ASSUME-26',
    sentence: 'There is no public address left.',
    remedy: 'Delete public addresses that are not needed.',
    retryable: true,
  },
});
