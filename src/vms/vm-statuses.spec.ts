import { describe, expect, it } from 'vitest';
import { refusal } from '#libs/refusal';
import type { VmState } from '#libs/vm-lifecycle';
import { vmStatuses } from './vm-statuses.js';

const changedAt = new Date(Date.UTC(2026, 0, 2, 3, 4, 5));
const time = '2026-01-02T03:04:05.000Z';
const RUNNING = { kind: 'running', hostId: 'h' } as const;
const DEALLOCATED = { kind: 'deallocated' } as const;
const HIBERNATED = { kind: 'hibernated', imageDiskId: 'd' } as const;
const busy = (
  kind: 'hibernating' | 'resuming' | 'stopping' | 'restarting' | 'recovering' | 'deleting',
  previous: typeof RUNNING | typeof HIBERNATED = RUNNING,
): VmState => ({
  kind,
  operationId: 'op',
  previous,
});

describe('vmStatuses', () => {
  it.each<[string, VmState, readonly string[]]>([
    ['Creating', DEALLOCATED, ['ProvisioningState/creating', 'PowerState/starting']],
    ['Succeeded', RUNNING, ['ProvisioningState/succeeded', 'PowerState/running']],
    ['Updating', busy('stopping'), ['ProvisioningState/updating', 'PowerState/stopping']],
    ['Succeeded', { kind: 'stopped', hostId: 'h' }, ['ProvisioningState/succeeded', 'PowerState/stopped']],
    ['Updating', busy('hibernating'), ['ProvisioningState/updating', 'PowerState/deallocating']],
    ['Succeeded', DEALLOCATED, ['ProvisioningState/succeeded', 'PowerState/deallocated']],
    ['Updating', busy('resuming', HIBERNATED), ['ProvisioningState/updating', 'PowerState/starting']],
    ['Updating', busy('restarting'), ['ProvisioningState/updating', 'PowerState/running']],
    ['Updating', busy('recovering'), ['ProvisioningState/updating', 'PowerState/unknown']],
    ['Deleting', busy('deleting'), ['ProvisioningState/deleting', 'PowerState/running']],
  ])('%s and %j', (provisioningState, state, codes) => {
    const statuses = vmStatuses({ provisioningState, state, failure: null, changedAt });
    expect(statuses.map(({ code }) => code)).toEqual(codes);
  });

  it('AZURE-35 shows a hibernated VM as deallocated first, hibernated third', () => {
    expect(
      vmStatuses({ provisioningState: 'Succeeded', state: HIBERNATED, failure: null, changedAt }),
    ).toEqual([
      { code: 'ProvisioningState/succeeded', level: 'Info', displayStatus: 'Provisioning succeeded', time },
      { code: 'PowerState/deallocated', level: 'Info', displayStatus: 'VM deallocated' },
      { code: 'HibernationState/Hibernated', level: 'Info', displayStatus: 'VM hibernated' },
    ]);
  });

  it('names the error of a failed operation and keeps the power state', () => {
    const failure = refusal('no-capacity', '2 hosts have no room');
    expect(vmStatuses({ provisioningState: 'Failed', state: HIBERNATED, failure, changedAt })).toEqual([
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
