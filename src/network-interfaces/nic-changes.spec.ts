import { describe, expect, it } from 'vitest';
import type { VmState } from '#libs/vm-lifecycle';
import type { NicRow } from '../persistence/network-interface.repository.js';
import { nicChangeRefusal } from './nic-changes.js';
import type { WantedNic } from './wanted-nic.js';

const NETWORK = { subscriptionId: 's', groupName: 'g', name: 'net' };
const NIC: NicRow = {
  id: 'n',
  subscriptionId: 's',
  groupName: 'g',
  name: 'nic',
  location: 'eastus',
  tags: {},
  etag: 'e',
  mac: '000d3a0a0b0c',
  isAccelerated: false,
  properties: {},
  vm: null,
  position: null,
  ipConfigurations: [
    {
      name: 'ip',
      network: NETWORK,
      subnetName: 'default',
      subnetId: 'u',
      address: 0x0a000004,
      isStatic: false,
      isPrimary: true,
      properties: {},
    },
  ],
};
const SAME: WantedNic = {
  location: 'eastus',
  tags: { new: 'tag' },
  isAccelerated: false,
  properties: {},
  ipConfigurations: [
    {
      name: 'IP',
      subnet: { network: { ...NETWORK, groupName: 'G' }, subnetName: 'Default' },
      isPrimary: true,
      isStatic: false,
      address: 0x0a000004,
      properties: {},
    },
  ],
};
const owner = (state: VmState, claimedBy: string | null = null) => ({
  vmId: 'v',
  vmName: 'vm',
  size: 'Standard_D2s_v5',
  state,
  claimedBy,
});
const HIBERNATED = owner({ kind: 'hibernated', imageDiskId: 'd' });
const RUNNING = owner({ kind: 'running', hostId: 'h' });
const FORWARDING = { ...SAME, properties: { enableIPForwarding: true } };
const ACCELERATED = { ...SAME, isAccelerated: true };

describe('nicChangeRefusal', () => {
  it.each<[string, WantedNic, ReturnType<typeof owner> | undefined, string | undefined]>([
    ['tags of a NIC of a hibernated VM', SAME, HIBERNATED, undefined],
    ['a free NIC', ACCELERATED, undefined, undefined],
    ['forwarding on a running VM', FORWARDING, RUNNING, undefined],
    ['acceleration on a deallocated VM', ACCELERATED, owner({ kind: 'deallocated' }), undefined],
    ['acceleration on a running VM', ACCELERATED, RUNNING, 'vm-state-forbids'],
    ['a VM that an operation has', FORWARDING, owner({ kind: 'deallocated' }, 'op'), 'vm-busy'],
    ['another location', { ...SAME, location: 'westus2' }, undefined, 'property-immutable'],
    ['another MAC', { ...SAME, mac: '000d3a0a0b0d' }, undefined, 'property-immutable'],
    ['the same MAC', { ...SAME, mac: '000d3a0a0b0c' }, undefined, undefined],
  ])('%s', (_name, wanted, vm, code) => {
    expect(nicChangeRefusal(NIC, wanted, vm)?.code).toBe(code);
  });

  it('AZURE-26 a NIC of a hibernated VM does not change', () => {
    expect(nicChangeRefusal(NIC, FORWARDING, HIBERNATED)).toEqual({
      code: 'hibernated-vm-immutable',
      rule: 'AZURE-26',
      detail: 'VM vm is hibernated: its NICs cannot change',
    });
  });
});
