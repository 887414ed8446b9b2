import { describe, expect, it } from 'vitest';
import type { Fault } from './faults/fault.js';
import { runHibernation } from './run-hibernation.js';
import { aDeviceOf, aGuest, aMachine, aProfile, channelIn, slotsWhere } from './testing/guest-fixtures.js';

function hibernated(kernelVersion: string, faults: readonly Fault[], vcpus = 1) {
  const machine = aMachine({ vcpus, faults });
  const guest = aGuest({ machine: aMachine({ vcpus }), profile: aProfile({ kernelVersion }) });
  return runHibernation(guest, machine, { initiatedBy: 'shutdown-service' });
}

/** Lines of the step that ended it, errors alone. */
function errorsOf({ steps }: ReturnType<typeof hibernated>): readonly string[] {
  return steps.at(-1)!.log.flatMap(({ level, text }) => (level === 'error' ? [text] : []));
}

describe('an error while the machine powers down', () => {
  it.each(['6.12', '6.15'])(
    'R27 a wakeup event makes kernel %s roll back and drop the image',
    (kernelVersion) => {
      const outcome = hibernated(kernelVersion, [{ kind: 'wakeup-at-poweroff' }]);
      expect(outcome).toMatchObject({
        kind: 'aborted',
        rule: 'R27',
        phase: 'H14',
        errno: -16,
        symptom: 'a wakeup event arrived while powering down',
        guest: { isConnected: true, ignoresOffers: false },
      });
      if (outcome.kind !== 'aborted') throw new Error(outcome.kind);
      expect(slotsWhere(outcome.guest, ({ isOpen }) => !isOpen)).toEqual([]);
      expect(outcome.steps.at(-1)).toMatchObject({ step: 8, outcome: 'failed' });
      expect(outcome.steps.at(-1)!.notes).toContain('the image on swap was un-marked');
      expect(errorsOf(outcome)).toEqual([
        'PM: hibernation: Wakeup event detected during hibernation, rolling back.',
      ]);
    },
  );

  it.each([
    { kernelVersion: '6.1', kind: 'wakeup-at-poweroff', cause: 'a wakeup event arrived while powering down' },
    { kernelVersion: '6.1', kind: 'poweroff-phase-error', cause: 'a device failed in the poweroff phase' },
    { kernelVersion: '6.12', kind: 'poweroff-phase-error', cause: 'a device failed in the poweroff phase' },
    { kernelVersion: '6.15', kind: 'poweroff-phase-error', cause: 'a device failed in the poweroff phase' },
  ] as const)(
    'R27 R90 kernel $kernelVersion powers off with a valid image after $kind, and the host sees S5',
    ({ kernelVersion, kind, cause }) => {
      const outcome = hibernated(kernelVersion, [{ kind }]);
      expect(outcome).toMatchObject({ kind: 'reached-s4', sleepState: 'S5' });
      expect(outcome.findings).toEqual([
        {
          rule: 'R27',
          phase: 'H14',
          severity: 'resumed-degraded',
          summary: `${cause}; the kernel powers off all the same, with a valid image.`,
          consequence:
            'The host sees a power-off and no hibernation; the image waits on disk for the next boot.',
        },
      ]);
      expect(errorsOf(outcome)).toEqual(['PM: hibernation: Powering off in spite of the error']);
    },
  );

  it('R27 R60 a wait without limit is one in this phase too', () => {
    const faults: readonly Fault[] = [{ kind: 'disk-io-outstanding', slot: 'scsi 0' }];
    expect(hibernated('6.12', faults)).toMatchObject({ kind: 'hung', rule: 'R60', phase: 'H9' });
  });
});

describe('a device that the host does not offer again for the thaw', () => {
  const missing: readonly Fault[] = [{ kind: 'missing-at-thaw', slot: 'heartbeat 0' }];

  it('R45 kernel 6.12 waits 10 s, writes its image, then rolls back and un-marks it', () => {
    const outcome = hibernated('6.12', missing);
    expect(outcome).toMatchObject({
      kind: 'aborted',
      rule: 'R45',
      phase: 'H14',
      errno: -16,
      tookMs: 15_120,
      symptom: 'Can not suspend due to a previous failed resuming',
      guest: { isConnected: true, ignoresOffers: true, channelsMissingAfterResume: 1 },
    });
    expect(outcome.steps.slice(4).map(({ step, outcome: end, tookMs }) => [step, end, tookMs])).toEqual([
      [5, 'done', 10_000],
      [6, 'done', 0],
      [7, 'done', 5_120],
      [8, 'failed', 0],
    ]);
    expect(outcome.steps.at(-1)!.notes).toContain('the image on swap was un-marked');
    if (outcome.kind !== 'aborted') throw new Error(outcome.kind);
    expect(slotsWhere(outcome.guest, ({ isOpen }) => !isOpen)).toEqual(['heartbeat 0']);
  });

  it('R45 R48 with several queues the roll-back of kernel 6.12 never ends', () => {
    expect(hibernated('6.12', missing, 4)).toMatchObject({
      kind: 'hung',
      rule: 'R48',
      phase: 'H14',
      symptom: 'nic 0 waits without limit for sub-channels whose offers the bus drops',
    });
  });

  it('R45 R27 kernel 6.1 powers off with a valid image that holds the device', () => {
    const outcome = hibernated('6.1', missing);
    expect(outcome).toMatchObject({ kind: 'reached-s4', sleepState: 'S5', tookMs: 15_120 });
    if (outcome.kind !== 'reached-s4') throw new Error(outcome.kind);
    expect(channelIn(outcome.image.guest, 'heartbeat 0')).toMatchObject({ relid: null, driver: 'hv_utils' });
    expect(channelIn(outcome.image.guest, 'heartbeat 0').resumeError).toBeUndefined();
  });

  it('R45 R31 era B goes into S4 all the same, with a warning', () => {
    const outcome = hibernated('6.15', missing);
    expect(outcome).toMatchObject({ kind: 'reached-s4', sleepState: 'S4', tookMs: 5_120, findings: [] });
    expect(outcome.steps[7]!.log.filter(({ level }) => level === 'warning').map(({ text }) => text)).toEqual([
      `WARNING: vmbus_channel_unmap_relid: channel ${aDeviceOf('heartbeat').instanceGuid} has no relid to unmap`,
    ]);
  });

  it.each(['6.12', '6.15'])(
    'R45 R61 R27 a NIC lost in the thaw makes kernel %s power off with -ENODEV',
    (kernelVersion) => {
      const outcome = hibernated(kernelVersion, [{ kind: 'missing-at-thaw', slot: 'nic 0' }]);
      expect(outcome).toMatchObject({
        kind: 'reached-s4',
        sleepState: 'S5',
        findings: [
          {
            rule: 'R27',
            summary:
              'nic 0 did not survive the last resume; the kernel powers off all the same, with a valid image.',
          },
        ],
      });
    },
  );
});

describe('a device that the host offers late for the thaw', () => {
  const late: readonly Fault[] = [{ kind: 'device-offered-late', slot: 'nic 0' }];

  it('R42 era A waits for it', () => {
    expect(hibernated('6.12', late)).toMatchObject({ kind: 'reached-s4', sleepState: 'S4', tookMs: 7_120 });
  });

  it('R42 R61 era B has failed its driver by then, which refuses to be suspended again', () => {
    const outcome = hibernated('6.15', late);
    expect(outcome).toMatchObject({ kind: 'reached-s4', sleepState: 'S5', findings: [{ rule: 'R27' }] });
    if (outcome.kind !== 'reached-s4') throw new Error(outcome.kind);
    expect(channelIn(outcome.image.guest, 'nic 0').resumeError).toBeUndefined();
  });
});

describe('Hyper-V sockets that were forced closed', () => {
  it('ASSUME-21 R31 R73 are still held when the bus is suspended again, which only warns', () => {
    const guest = aGuest({ profile: aProfile({ openHvSockets: 2 }) });
    const outcome = runHibernation(guest, aMachine(), { initiatedBy: 'shutdown-service' });
    expect(outcome).toMatchObject({ kind: 'reached-s4', sleepState: 'S4' });
    const warnings = outcome.steps.map(({ log }) => log.filter(({ level }) => level === 'warning'));
    const text = 'WARNING: vmbus_channel_unmap_relid: a Hyper-V socket has no relid to unmap (2 times)';
    expect(warnings).toEqual([
      ...Array.from({ length: 7 }, () => []),
      [{ atMs: 0, level: 'warning', text }],
      [],
    ]);
  });
});
