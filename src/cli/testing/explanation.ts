import type { Explanation } from '#libs/explanation';
import { guid } from '#libs/vmbus';

const EXPECTED = guid('11111111-1111-4111-8111-111111111111');
const OFFERED = guid('22222222-2222-4222-8222-222222222222');
const VF = guid('33333333-3333-4333-8333-333333333333');
const NIC_CLASS = guid('f8615163-df3e-46c5-913f-f2d2f965ed0e');

/** A small explanation with something in every section. */
export const EXPLANATION: Explanation = {
  vm: { name: 'web-1', resourceGroup: 'rg' },
  act: 'start',
  severity: 'resumed-degraded',
  mood: 'notable',
  headline: 'The VM came back, but its network is dead.',
  summary: '1 devices matched, 1 unmatched, 1 new',
  circumstances: {
    kernelVersion: '6.8',
    era: 'A',
    eraMeaning: 'It waits up to 10 s.',
    policy: { name: 'local' },
    faults: [{ name: 'device-missing nic 1', meaning: 'm', rule: 'R56' }],
    hosts: { from: 'rack-1', to: 'rack-2' },
    operationId: 'op-1',
  },
  matching: {
    matched: 1,
    unmatched: 1,
    late: 0,
    added: 1,
    waitMs: 0,
    timedOut: false,
    sentence: '1 of 2 devices was found again.',
  },
  devices: [
    {
      slot: 'nic 0',
      className: 'Synthetic network adapter',
      classGuid: { expected: NIC_CLASS },
      instanceGuid: { expected: EXPECTED },
      relid: { before: 3 },
      outcome: 'unmatched',
      why: 'it has another GUID',
      rule: 'DEVICES-5',
      causes: [{ kind: 'policy', text: 'policy local draws it', rules: ['MOVE-6'], assignment: 'fresh' }],
      findings: [0],
    },
    {
      slot: 'scsi 0',
      className: 'Synthetic SCSI controller',
      classGuid: { expected: NIC_CLASS, offered: NIC_CLASS },
      instanceGuid: { expected: EXPECTED, offered: EXPECTED },
      relid: { before: 1, after: 1 },
      outcome: 'matched',
      why: 'it is the same',
      rule: 'DEVICES-2',
      causes: [{ kind: 'policy', text: 'policy local pins it', rules: ['MOVE-5'], assignment: 'pinned' }],
      findings: [],
    },
    {
      slot: 'nic 0',
      className: 'Synthetic network adapter',
      classGuid: { offered: NIC_CLASS },
      instanceGuid: { offered: OFFERED },
      relid: { after: 4 },
      outcome: 'new',
      why: 'the image does not know it',
      rule: 'DEVICES-4',
      causes: [{ kind: 'policy', text: 'policy local draws it', rules: ['MOVE-6'], assignment: 'fresh' }],
      findings: [],
    },
  ],
  findings: [
    {
      rule: 'R56',
      severity: 'resumed-degraded',
      phase: 'R2r',
      slot: 'nic 0',
      summary: 'nic 0 is lost.',
      consequence: 'It is dead.',
    },
  ],
  consequences: [
    { when: 'at-once', consequences: [{ what: 'It is dead.', rules: ['R56'], slots: ['nic 0'] }] },
  ],
  log: [
    {
      kernel: 'fresh',
      title: 'a fresh kernel boots',
      lines: [{ atMs: 0, level: 'error', text: 'oh\u001b[2J', stamp: '[    0.000000]' }],
    },
  ],
  timeline: [
    {
      name: 'match-offers',
      title: 'Devices are matched',
      where: 'image',
      rule: 'RESUME-5',
      startedMs: 4_000,
      tookMs: 10_000,
      outcome: 'done',
      mood: 'notable',
      notes: [],
      trouble: [0],
    },
    {
      name: 'enter-s4',
      title: 'The machine turns off',
      where: 'guest',
      startedMs: 0,
      tookMs: 0,
      outcome: 'not-reached',
      mood: 'good',
      notes: [],
      trouble: [],
    },
  ],
  prevention: [
    { against: 'other GUIDs', what: 'Pin them.', rules: ['MOVE-6'], command: 'torpor vm pins\ntorpor x' },
  ],
  assumptions: [{ assumption: 'ASSUME-2', statement: 'It is refused.', about: ['nic 0'] }],
  terms: [],
  rules: [{ id: 'R56', kind: 'kernel-source', section: 'Drivers', statement: 'A lost device is dead.' }],
  pins: [
    {
      slot: 'nic 0',
      property: 'instance-guid',
      now: OFFERED,
      needed: EXPECTED,
      isMet: false,
      rule: 'MOVE-6',
    },
    { slot: 'nic 0', property: 'mac-address', now: 'M', needed: 'M', isMet: true, rule: 'R62' },
    { slot: 'vf 0', property: 'instance-guid', needed: VF, isMet: false, rule: 'MOVE-7' },
  ],
};
