import { guid } from '#libs/vmbus';
import type { MatchReport } from '#libs/resume-matching';
import type {
  HostDocument,
  JobDocument,
  OperationDocument,
  StepDocument,
  VerdictDocument,
  VmDocument,
} from '../api-types.js';

/** Documents as the API returns them, for tests. */

export const SUBSCRIPTION = '/subscriptions/11111111-1111-1111-1111-111111111111';

const NETVSC = guid('f8615163-df3e-46c5-913f-f2d2f965ed0e');
const SCSI = guid('ba6163d9-04a1-4d29-b605-72e2ffb1dc7f');
const OLD_NIC = guid('6045bd2a-1111-4222-8333-444455556666');
const NEW_NIC = guid('6045bd2a-9999-4888-8777-666655554444');
const DISKS = guid('f8b3781a-1e82-4818-a1c3-63d806ec15bb');

/** A report with one device of each outcome. */
export const REPORT: MatchReport = {
  rows: [
    {
      slot: 'scsi 0',
      outcome: 'matched',
      reason: 'the new VM offers the same instance GUID; relid 2 becomes 5',
      rule: 'DEVICES-7',
      classGuid: SCSI,
      imageInstanceGuid: DISKS,
      offeredInstanceGuid: DISKS,
      relidBefore: 2,
      relidAfter: 5,
      offerIndex: 1,
      changedFields: [],
    },
    {
      slot: 'nic 0',
      outcome: 'unmatched',
      reason: 'the new VM gave nic 0 another instance GUID',
      rule: 'DEVICES-5',
      classGuid: NETVSC,
      imageInstanceGuid: OLD_NIC,
      relidBefore: 14,
    },
    {
      slot: 'nic 0',
      outcome: 'new',
      reason: 'the image holds no channel with this instance GUID',
      rule: 'DEVICES-4',
      classGuid: NETVSC,
      offeredInstanceGuid: NEW_NIC,
      relidAfter: 9,
      offerIndex: 0,
    },
  ],
  matched: 1,
  late: 0,
  unmatched: 1,
  added: 1,
  waitMs: 10_000,
  timedOut: true,
  outstanding: 1,
};

/** A start under ordinary circumstances, of which nothing is to be said. */
export const VERDICT: VerdictDocument = {
  severity: 'resumed',
  summary: 'the guest runs on',
  findings: [],
  circumstances: { act: 'start', kernelVersion: '6.8', era: 'A', policy: 'azure', faults: [] },
  log: [],
};

export const STEPS: readonly StepDocument[] = [
  { name: 'claim-vm', zone: 'compensatable', status: 'done', startedAtMs: 0, endedAtMs: 4 },
  {
    name: 'remove-vfs',
    zone: 'compensatable',
    status: 'skipped',
    startedAtMs: 4,
    endedAtMs: 4,
    reason: 'no VFs',
  },
  { name: 'await-s4', zone: 'pivot', status: 'done', startedAtMs: 4, endedAtMs: 31_254 },
  { name: 'mark-hibernated', zone: 'retriable', status: 'done', startedAtMs: 31_254, endedAtMs: 101_254 },
];

export const OPERATION: OperationDocument = {
  id: `${SUBSCRIPTION}/providers/Torpor.Emulator/operations/op-1`,
  name: 'op-1',
  properties: {
    pipeline: 'hibernate-vm',
    status: 'succeeded',
    vmName: 'web-1',
    createdTime: '2026-01-05T08:30:00.000Z',
    tookMs: 101_254,
    steps: STEPS,
  },
};

/** The same operation with some members changed. */
export function operation(changes: Partial<OperationDocument['properties']>): OperationDocument {
  return { ...OPERATION, properties: { ...OPERATION.properties, ...changes } };
}

/** The operation while step `running` is under way. */
export function runningOperation(running: number): OperationDocument {
  const steps = STEPS.map((step, index): StepDocument => {
    const { name, zone } = step;
    if (index < running) return step;
    return index === running
      ? { name, zone, status: 'running', startedAtMs: 4 }
      : { name, zone, status: 'pending' };
  });
  return operation({ status: 'running', tookMs: 4, steps });
}

/** A VM in group rg; `codes` are those of its instance view. */
export function vmDocument(name: string, codes: readonly string[]): VmDocument {
  return {
    id: `${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/${name}`,
    name,
    location: 'eastus',
    properties: {
      hardwareProfile: { vmSize: 'Standard_D2s_v5' },
      additionalCapabilities: { hibernationEnabled: true },
      provisioningState: 'Succeeded',
      instanceView: { statuses: codes.map((code) => ({ code })) },
    },
  };
}

export const HOST: HostDocument = {
  id: `${SUBSCRIPTION}/providers/Torpor.Emulator/hosts/rack-1`,
  name: 'rack-1',
  properties: {
    cluster: 'default',
    generation: {
      name: 'intel-ice-lake',
      processorVendor: 'Intel',
      processorModel: 'Xeon Platinum 8370C',
      processorRank: 3,
      hypervLevel: 2,
      configurationVersions: ['8.0', '9.0', '10.0'],
      vmbusVersions: ['5.3'],
    },
    capacity: { vcpus: 64, memoryMib: 262_144, vfSlots: 16 },
    used: { vcpus: 2, memoryMib: 8_192, vfSlots: 0 },
    state: 'available',
    virtualMachines: [{ id: 'id', name: 'web-1', powerState: 'running' }],
  },
};

/** A job over eight VMs with this many ended in each way; the others are pending. */
export function jobDocument(
  name: string,
  status: JobDocument['properties']['status'],
  ended: { readonly succeeded?: number; readonly failed?: number } = {},
): JobDocument {
  const { succeeded = 0, failed = 0 } = ended;
  const counts = {
    total: 8,
    pending: 8 - succeeded - failed,
    running: 0,
    succeeded,
    failed,
    canceled: 0,
    refused: 0,
  };
  return {
    id: `${SUBSCRIPTION}/providers/Torpor.Emulator/jobs/${name}`,
    name,
    properties: { action: 'hibernate', status, concurrency: 8, counts },
  };
}
