import { describe, expect, it } from 'vitest';
import { BUILT_IN_POLICIES, type GuidPolicy } from '#libs/guid-policy';
import { deviceCauses, type CauseFacts } from './device-causes.js';
import type { DeviceCause } from './explanation.js';

const { azure, 'local-hyperv': local } = BUILT_IN_POLICIES;
const under = (policy: GuidPolicy, rest: Partial<CauseFacts> = {}): CauseFacts => ({
  policyName: policy.name,
  policy,
  faults: [],
  isUnconnected: false,
  ...rest,
});
const policyCause = (text: string, rules: DeviceCause['rules'], assignment?: DeviceCause['assignment']) => ({
  kind: 'policy',
  text,
  rules,
  ...(assignment === undefined ? {} : { assignment }),
});
const FRESH_VF = policyCause(
  'policy azure assigns VFs fresh GUIDs with every new VM (fresh)',
  ['MOVE-7'],
  'fresh',
);

const CASES: readonly (readonly [
  what: string,
  row: Parameters<typeof deviceCauses>[0],
  facts: CauseFacts,
  causes: readonly unknown[],
])[] = [
  [
    'MOVE-3 MOVE-6 a NIC with a fresh GUID',
    { slot: 'nic 0', outcome: 'unmatched' },
    under(local),
    [
      policyCause(
        'policy local-hyperv assigns NICs fresh GUIDs with every new VM (fresh)',
        ['MOVE-3', 'MOVE-6'],
        'fresh',
      ),
    ],
  ],
  [
    'MOVE-4 a single device',
    { slot: 'mouse 0', outcome: 'matched' },
    under(local),
    [
      policyCause(
        'policy local-hyperv leaves mice the GUID that they have on every host (fixed)',
        ['MOVE-4'],
        'fixed',
      ),
    ],
  ],
  [
    'MOVE-5 a pinned controller',
    { slot: 'scsi 1', outcome: 'matched' },
    under(azure),
    [policyCause('policy azure pins the GUIDs of SCSI controllers (pinned)', ['MOVE-5'], 'pinned')],
  ],
  [
    'MOVE-5 a controller past the pinned ones',
    { slot: 'scsi 2', outcome: 'new' },
    under(azure),
    [
      policyCause(
        'policy azure assigns SCSI controllers fresh GUIDs with every new VM (fresh)',
        ['MOVE-3', 'MOVE-5'],
        'fresh',
      ),
    ],
  ],
  [
    'MOVE-12 a VF of a guest that hibernated by itself',
    { slot: 'vf 0', outcome: 'unmatched' },
    under(azure, { hibernatedBy: 'guest' }),
    [
      {
        kind: 'action',
        text: 'the guest hibernated by itself, so nobody removed the VF',
        rules: ['MOVE-12', 'MOVE-11'],
      },
      FRESH_VF,
    ],
  ],
  [
    'MOVE-9 a VF that a policy leaves in the image',
    { slot: 'vf 0', outcome: 'unmatched' },
    under(local),
    [
      policyCause('policy local-hyperv leaves VFs in the VM when it hibernates', ['MOVE-9']),
      policyCause(
        'policy local-hyperv assigns VFs fresh GUIDs with every new VM (fresh)',
        ['MOVE-7'],
        'fresh',
      ),
    ],
  ],
  [
    'MOVE-12 a VF in an image of which nobody knows who made it',
    { slot: 'vf 0', outcome: 'unmatched' },
    under(azure),
    [
      {
        kind: 'action',
        text: 'policy azure removes VFs before a hibernation that it begins, and yet this one is in the image: the guest hibernated by itself, or under another policy',
        rules: ['MOVE-12', 'MOVE-9'],
      },
      FRESH_VF,
    ],
  ],
  [
    'R56 a device that a fault takes away, whatever the policy',
    { slot: 'nic 0', outcome: 'unmatched' },
    under(local, { faults: [{ kind: 'device-missing', slot: 'nic 0' }] }),
    [
      {
        kind: 'fault',
        text: 'fault device-missing nic 0: the new Hyper-V VM lacks this device',
        rules: ['R56'],
      },
    ],
  ],
  [
    'R42 a device that is offered late',
    { slot: 'scsi 0', outcome: 'late' },
    under(azure, { faults: [{ kind: 'device-offered-late', slot: 'scsi 0' }] }),
    [
      {
        kind: 'fault',
        text: 'fault device-offered-late scsi 0: this device is offered 2 s after the others',
        rules: ['R42'],
      },
    ],
  ],
  [
    'MOVE-2 a device that neither a fault nor the policy changed',
    { slot: 'nic 0', outcome: 'unmatched' },
    under(azure, { faults: [{ kind: 'device-missing', slot: 'nic 1' }] }),
    [
      {
        kind: 'configuration',
        text: 'policy azure does not change the GUID of nic 0 by itself: the VM was configured otherwise, or under another policy, when it slept',
        rules: ['MOVE-2', 'CONSIDER-4'],
      },
    ],
  ],
  [
    'a device under a policy that is gone',
    { slot: 'nic 0', outcome: 'unmatched' },
    { policyName: 'gone', faults: [], isUnconnected: false },
    [
      {
        kind: 'configuration',
        text: 'policy gone is not known any more: the VM was configured otherwise, or under another policy, when it slept',
        rules: ['MOVE-2', 'CONSIDER-4'],
      },
    ],
  ],
  [
    'R14 R44 a host that refuses the connection',
    { slot: 'nic 0', outcome: 'unmatched' },
    under(local, { isUnconnected: true }),
    [
      {
        kind: 'configuration',
        text: 'the bus could not connect to the new host, so no device was offered',
        rules: ['R14', 'R44'],
      },
    ],
  ],
];

describe('what caused it', () => {
  it.each(CASES)('%s', (_what, row, facts, causes) => {
    expect(deviceCauses(row, facts)).toEqual(causes);
  });
});
