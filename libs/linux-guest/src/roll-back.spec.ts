import { describe, expect, it } from 'vitest';
import type { Fault } from './faults/fault.js';
import { restoreGuest } from './restore-guest.js';
import { runHibernation } from './run-hibernation.js';
import {
  aDda,
  aGuest,
  aMachine,
  azureDevices,
  ERA_A_KERNEL,
  imageOfKernel,
  slotsWhere,
  without,
} from './testing/guest-fixtures.js';

const DEVICES = azureDevices(aDda(0));
const GUEST = aGuest({ machine: aMachine({ devices: DEVICES }) });

function hibernated(faults: readonly Fault[]) {
  return runHibernation(GUEST, aMachine({ devices: DEVICES, faults }), { initiatedBy: 'shutdown-service' });
}

describe('a freeze that fails is rolled back', () => {
  it.each<{ rule: string; fault: Fault; errno: number; tookMs: number }>([
    { rule: 'R61', fault: { kind: 'nic-rings-not-draining', slot: 'nic 0' }, errno: -110, tookMs: 10_000 },
    { rule: 'R66', fault: { kind: 'vpci-initialising', slot: 'dda 0' }, errno: -22, tookMs: 0 },
    { rule: 'R66', fault: { kind: 'vpci-d0-exit-unanswered', slot: 'dda 0' }, errno: -110, tookMs: 10_000 },
  ])(
    'R25 $rule after $fault.kind everything that was open is open again',
    ({ rule, fault, errno, tookMs }) => {
      const outcome = hibernated([fault]);
      expect(outcome).toMatchObject({ kind: 'aborted', rule, phase: 'H9', errno, tookMs });
      if (outcome.kind !== 'aborted') throw new Error(outcome.kind);
      const { guest, steps } = outcome;
      const shape = ({ channels }: typeof guest) =>
        channels.map(({ slot, isOpen, subChannelRelids }) => [slot, isOpen, subChannelRelids.length]).sort();
      expect(shape(guest)).toEqual(shape(GUEST));
      expect(guest).toMatchObject({ isConnected: true, ignoresOffers: false, bootId: GUEST.bootId });
      expect(steps.map(({ step, outcome: end }) => [step, end])).toEqual([
        [1, 'done'],
        [2, 'failed'],
      ]);
      expect(steps[1]!.log.at(-1)).toEqual({
        atMs: tookMs,
        level: 'error',
        text: 'PM: hibernation: Some devices failed to power down, aborting',
      });
    },
  );

  it.each<{ rule: string; fault: Fault; step: number }>([
    { rule: 'R60', fault: { kind: 'disk-io-outstanding', slot: 'scsi 0' }, step: 2 },
    { rule: 'R29', fault: { kind: 'sub-channel-not-rescinded', slot: 'nic 0' }, step: 3 },
    { rule: 'R15', fault: { kind: 'unload-unanswered' }, step: 3 },
  ])(
    'R28 $rule a wait without limit in step $step is no error, and nothing is rolled back',
    ({ rule, fault, step }) => {
      const outcome = hibernated([fault]);
      expect(outcome).toMatchObject({ kind: 'hung', rule, phase: 'H9' });
      expect(outcome.steps.at(-1)).toMatchObject({ step, outcome: 'hung' });
    },
  );

  it('R62 never ends where the host does not answer the NIC that is to be opened again', () => {
    const outcome = hibernated([
      { kind: 'vpci-initialising', slot: 'dda 0' },
      { kind: 'vsp-silent', slot: 'nic 0' },
    ]);
    expect(outcome).toMatchObject({ kind: 'hung', rule: 'R62', phase: 'H9' });
  });
});

describe('the roll-back after an incomplete resume', () => {
  /** Lacks its heartbeat since it resumed. */
  function again(vcpus: number) {
    const machine = aMachine({ vcpus, devices: without('heartbeat 0') });
    const image = imageOfKernel(ERA_A_KERNEL, aMachine({ vcpus }));
    const { guest } = restoreGuest(image, machine, { vfPresent: false });
    return { guest, outcome: runHibernation(guest, machine, { initiatedBy: 'self' }) };
  }

  it('R48 leaves a NIC with one queue working, and a bus that drops offers', () => {
    const { guest, outcome } = again(1);
    expect(outcome).toMatchObject({
      kind: 'aborted',
      rule: 'R46',
      errno: -16,
      guest: { ignoresOffers: true },
    });
    if (outcome.kind !== 'aborted') throw new Error(outcome.kind);
    expect(slotsWhere(outcome.guest, ({ isOpen }) => isOpen).sort()).toEqual(
      slotsWhere(guest, ({ isOpen }) => isOpen).sort(),
    );
  });

  it('R48 ASSUME-20 hangs on a NIC with several queues', () => {
    const { outcome } = again(2);
    expect(outcome).toMatchObject({ kind: 'hung', rule: 'R48', phase: 'H9' });
    expect(outcome.steps.at(-1)).toMatchObject({ step: 3, outcome: 'hung' });
  });
});
