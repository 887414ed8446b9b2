import { describe, expect, it } from 'vitest';
import { refusal } from '#libs/refusal';
import type { StableVmState, VmChange, VmState } from '#libs/vm-lifecycle';
import { vmStatuses } from './vm-statuses.js';

const changedAt = new Date(Date.UTC(2026, 0, 2, 3, 4, 5));
const time = '2026-01-02T03:04:05.000Z';
const REST = { isGeneralized: false, failure: null, changedAt };
const RUNNING = { kind: 'running', hostId: 'h' } as const;
const STOPPED = { kind: 'stopped', hostId: 'h' } as const;
const DEALLOCATED = { kind: 'deallocated' } as const;
const HIBERNATED = { kind: 'hibernated', imageDiskId: 'd' } as const;
const busy = (kind: VmChange, previous: StableVmState = RUNNING): VmState => ({
  kind,
  operationId: 'op',
  previous,
});

describe('vmStatuses', () => {
  it.each<[string, VmState, readonly string[]]>([
    ['Creating', DEALLOCATED, ['ProvisioningState/creating', 'PowerState/starting']],
    ['Succeeded', RUNNING, ['ProvisioningState/succeeded', 'PowerState/running']],
    ['Updating', busy('stopping'), ['ProvisioningState/updating', 'PowerState/stopping']],
    ['Succeeded', STOPPED, ['ProvisioningState/succeeded', 'PowerState/stopped']],
    ['Updating', busy('hibernating'), ['ProvisioningState/updating', 'PowerState/deallocating']],
    ['Succeeded', DEALLOCATED, ['ProvisioningState/succeeded', 'PowerState/deallocated']],
    ['Updating', busy('resuming', HIBERNATED), ['ProvisioningState/updating', 'PowerState/starting']],
    ['Updating', busy('restarting'), ['ProvisioningState/updating', 'PowerState/running']],
    ['Updating', busy('redeploying'), ['ProvisioningState/updating', 'PowerState/starting']],
    ['Updating', busy('resizing'), ['ProvisioningState/updating', 'PowerState/starting']],
    ['Updating', busy('resizing', STOPPED), ['ProvisioningState/updating', 'PowerState/stopped']],
    ['Updating', busy('reapplying', DEALLOCATED), ['ProvisioningState/updating', 'PowerState/deallocated']],
    ['Updating', busy('recovering'), ['ProvisioningState/updating', 'PowerState/unknown']],
    ['Deleting', busy('deleting'), ['ProvisioningState/deleting', 'PowerState/running']],
  ])('%s and %j', (provisioningState, state, codes) => {
    const statuses = vmStatuses({ ...REST, provisioningState, state });
    expect(statuses.map(({ code }) => code)).toEqual(codes);
  });

  it('AZURE-35 shows a hibernated VM as deallocated first, hibernated third', () => {
    expect(vmStatuses({ ...REST, provisioningState: 'Succeeded', state: HIBERNATED })).toEqual([
      { code: 'ProvisioningState/succeeded', level: 'Info', displayStatus: 'Provisioning succeeded', time },
      { code: 'PowerState/deallocated', level: 'Info', displayStatus: 'VM deallocated' },
      { code: 'HibernationState/Hibernated', level: 'Info', displayStatus: 'VM hibernated' },
    ]);
  });

  it('AZURE-47 says last that a VM is generalized', () => {
    const statuses = vmStatuses({
      ...REST,
      isGeneralized: true,
      provisioningState: 'Succeeded',
      state: STOPPED,
    });
    expect(statuses.map(({ code, displayStatus }) => [code, displayStatus])).toEqual([
      ['ProvisioningState/succeeded', 'Provisioning succeeded'],
      ['PowerState/stopped', 'VM stopped'],
      ['OSState/generalized', 'VM generalized'],
    ]);
  });

  it('names the error of a failed operation and keeps the power state', () => {
    const failure = refusal('no-capacity', '2 hosts have no room');
    expect(vmStatuses({ ...REST, provisioningState: 'Failed', state: HIBERNATED, failure })).toEqual([
      {
        code: 'ProvisioningState/failed/AllocationFailed',
        level: 'Error',
        displayStatus: 'Provisioning failed',
        message: 'No host has room for the VM: 2 hosts have no room.',
        time,
      },
      { code: 'PowerState/deallocated', level: 'Info', displayStatus: 'VM deallocated' },
      { code: 'HibernationState/Hibernated', level: 'Info', displayStatus: 'VM hibernated' },
    ]);
  });
});
