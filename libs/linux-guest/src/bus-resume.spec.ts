import { describe, expect, it } from 'vitest';
import type { Fault } from './faults/fault.js';
import type { KernelLogLine } from './kernel-log.js';
import { restoreGuest } from './restore-guest.js';
import {
  aDeviceOf,
  aMachine,
  channelIn,
  ERA_A_KERNEL,
  ERA_B_KERNEL,
  imageOfKernel,
  slotsWhere,
  without,
} from './testing/guest-fixtures.js';

const NO_VF = { vfPresent: false };

/** What the bus logs: the second record of a resume is its own. */
function resumed(kernelVersion: string, machine: Parameters<typeof aMachine>[0]) {
  const outcome = restoreGuest(imageOfKernel(kernelVersion), aMachine(machine), NO_VF);
  return { ...outcome, busLog: outcome.steps[1]!.log };
}

const error = (atMs: number, text: string): KernelLogLine => ({ atMs, level: 'error', text });
const heartbeat = aDeviceOf('heartbeat');
const notPresent = `hv_vmbus: channel ${heartbeat.classGuid}/${heartbeat.instanceGuid} not present after resume.`;

describe('the bus waits for offers', () => {
  it.each([
    {
      kernelVersion: ERA_A_KERNEL,
      rule: 'DEVICES-5',
      waitMs: 10_000,
      timedOut: true,
      busLog: [error(10_000, 'hv_vmbus: Some vmbus device is missing after suspending?')],
    },
    { kernelVersion: ERA_B_KERNEL, rule: 'R40', waitMs: 0, timedOut: false, busLog: [error(0, notPresent)] },
  ])(
    'DEVICES-5 R40 R41 kernel $kernelVersion waits $waitMs ms for a missing device, then goes on',
    (expected) => {
      const outcome = resumed(expected.kernelVersion, { devices: without('heartbeat 0') });
      const { waitMs, timedOut, rows } = outcome.report;
      const { rule } = rows.find(({ slot }) => slot === 'heartbeat 0')!;
      expect({ rule, waitMs, timedOut, busLog: outcome.busLog, kernelVersion: ERA_A_KERNEL }).toEqual({
        ...expected,
        kernelVersion: ERA_A_KERNEL,
      });
      expect(outcome.tookMs).toBe(expected.waitMs);
      expect(outcome.guest).toMatchObject({ isConnected: true, channelsMissingAfterResume: 1 });
    },
  );

  it.each([
    { kernelVersion: ERA_A_KERNEL, waitMs: 0, timedOut: false, busLog: [] },
    {
      kernelVersion: ERA_B_KERNEL,
      waitMs: 60_000,
      timedOut: true,
      busLog: [
        { atMs: 60_000, level: 'warning', text: 'hv_vmbus: timed out waiting for all boot-time offers' },
      ],
    },
  ])(
    'R40 R41 kernel $kernelVersion waits $waitMs ms for a host that never ends its offers, and has them all',
    ({ kernelVersion, ...expected }) => {
      const { report, busLog, severity, findings, tookMs } = resumed(kernelVersion, {
        faults: [{ kind: 'all-offers-not-delivered' }],
      });
      const { waitMs, timedOut } = report;
      expect({ waitMs, timedOut, busLog }).toEqual(expected);
      expect({ matched: report.matched, severity, findings, tookMs }).toEqual({
        matched: 12,
        severity: 'resumed',
        findings: [],
        tookMs: expected.waitMs,
      });
    },
  );
});

describe('an offer that comes 2 s after the others', () => {
  const late: readonly Fault[] = [{ kind: 'device-offered-late', slot: 'keyboard 0' }];

  it('R42 era A waits for it, and its driver resumes', () => {
    const { report, severity, findings, tookMs, guest, busLog } = resumed(ERA_A_KERNEL, { faults: late });
    expect({ severity, findings, tookMs, busLog }).toEqual({
      severity: 'resumed',
      findings: [],
      tookMs: 2_000,
      busLog: [],
    });
    expect(report).toMatchObject({ matched: 12, late: 0, unmatched: 0, waitMs: 2_000, timedOut: false });
    expect(slotsWhere(guest, ({ isOpen }) => !isOpen)).toEqual([]);
  });

  it('R42 era B misses it: the record is repaired later, the driver stays failed', () => {
    const { report, severity, findings, tookMs, guest, busLog } = resumed(ERA_B_KERNEL, { faults: late });
    const keyboard = aDeviceOf('keyboard');
    expect({ severity, tookMs, busLog }).toEqual({
      severity: 'resumed-degraded',
      tookMs: 0,
      busLog: [
        error(
          0,
          `hv_vmbus: channel ${keyboard.classGuid}/${keyboard.instanceGuid} not present after resume.`,
        ),
      ],
    });
    expect(report).toMatchObject({ matched: 11, late: 1, unmatched: 0, added: 0 });
    expect(findings.map(({ rule, slot }) => [rule, slot])).toEqual([['R42', 'keyboard 0']]);
    const channel = channelIn(guest, 'keyboard 0');
    expect(channel).toMatchObject({ isOpen: false, resumeError: -122, driver: 'hyperv_keyboard' });
    expect(channel.relid).toBe(report.rows.find(({ slot }) => slot === 'keyboard 0')!.relidAfter);
    expect(guest.channelsMissingAfterResume).toBe(0);
  });

  it('R42 R40 era B does not miss it while it waits for the host to end its offers', () => {
    const { report, severity } = resumed(ERA_B_KERNEL, {
      faults: [...late, { kind: 'all-offers-not-delivered' }],
    });
    expect(severity).toBe('resumed');
    expect(report).toMatchObject({ matched: 12, late: 0, waitMs: 60_000 });
  });
});

describe('an offer that differs in more than its relid', () => {
  it.each([ERA_A_KERNEL, ERA_B_KERNEL])('R50 is adopted in full and in silence (%s)', (kernelVersion) => {
    const { report, severity, findings, guest, steps } = resumed(kernelVersion, {
      faults: [{ kind: 'offer-changed', slot: 'mouse 0' }],
    });
    const before = channelIn(imageOfKernel(kernelVersion).guest, 'mouse 0').offer;
    const row = report.rows.find(({ slot }) => slot === 'mouse 0')!;
    expect({ severity, findings, log: steps[1]!.log, changedFields: row.changedFields }).toEqual({
      severity: 'resumed',
      findings: [],
      log: [],
      changedFields: ['dedicatedInterrupt', 'connectionId', 'monitorId'],
    });
    expect(channelIn(guest, 'mouse 0').offer).toEqual({
      ...before,
      connectionId: before.connectionId ^ 0x10000,
      dedicatedInterrupt: !before.dedicatedInterrupt,
      monitorId: before.monitorId ^ 0x20,
    });
  });
});

describe('the bus cannot connect', () => {
  it('R14 R44 a host that refuses the protocol version leaves the guest hanging', () => {
    const outcome = resumed(ERA_A_KERNEL, { vmbusVersions: ['4.1', '5.2'] });
    expect(outcome).toMatchObject({
      severity: 'hung-or-undefined',
      tookMs: 0,
      guest: { isConnected: false },
      busLog: [error(0, 'hv_vmbus: PM: failed to restore noirq: error -111')],
    });
    expect(outcome.findings.map(({ rule }) => rule)).toEqual(['R14']);
    expect(outcome.steps.map(({ name, outcome: end }) => [name, end])).toEqual([
      ['enter-image', 'done'],
      ['match-offers', 'failed'],
      ['reopen-channels', 'hung'],
      ['run-from-image', 'skipped'],
    ]);
    expect(slotsWhere(outcome.guest, ({ relid }) => relid !== null)).toEqual([]);
  });
});
