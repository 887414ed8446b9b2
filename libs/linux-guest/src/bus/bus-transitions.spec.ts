import { describe, expect, it } from 'vitest';
import { replayScenario } from './replay-scenario.js';
import type { Scenario } from './scenario.js';
import { device, offer, phaseOf } from './testing/scenario-fixtures.js';

const SCSI = device('scsi', 1);
const NIC = device('nic', 2);
const KVP = device('kvp', 3);
const RDV = device('rdv', 4);
const SOCKET = device('00001389-facb-11e6-bd58-64006a7986d3', 5);

/** A SCSI controller and a NIC with two sub-channels; what follows is given. */
function aScenario(rest: Partial<Scenario> = {}): Scenario {
  return {
    devices: [SCSI, NIC, KVP, RDV, SOCKET],
    boot: {
      offers: [offer(0, 1), offer(1, 2)],
      after_open: [offer(1, 10, { subChannelIndex: 1 }), offer(1, 11, { subChannelIndex: 2 })],
    },
    ...rest,
  };
}

const SAME = [offer(0, 1), offer(1, 2)];

describe('suspend', () => {
  it('R28 R30 leaves closed primaries without relids, and nothing mapped', () => {
    const { rc, outstanding, close_counter: toClose, relids } = phaseOf(aScenario(), 'freeze');
    expect({ rc, outstanding, toClose, relids }).toEqual({
      rc: 0,
      outstanding: 2,
      toClose: 0,
      relids: undefined,
    });
  });

  it('R29 waits for ever for a sub-channel that nobody rescinds', () => {
    expect(phaseOf(aScenario({ host_behaviour: { no_rescind: [11] } }), 'freeze')).toMatchObject({
      bus: 'never_returns',
      rc: null,
      waiting_for: 'ready_for_suspend_event',
      close_counter: 1,
    });
  });

  it('R29 R28 drops a rescind that comes after the bus began to be suspended', () => {
    expect(phaseOf(aScenario({ host_behaviour: { late_rescind: [[10, 1500]] } }), 'freeze')).toMatchObject({
      bus: 'never_returns',
      rescinds: [
        [11, 'handled'],
        [10, 'dropped'],
      ],
    });
  });

  it('UIO-2 R20 R25 a UIO device refuses, and the others are resumed', () => {
    const scenario = aScenario({ uio: [0] });
    expect(phaseOf(scenario, 'freeze')).toMatchObject({
      bus: 'not_called',
      rc: null,
      device_suspend_failed: [[0, -95]],
      ignoring_offers: false,
      channels: [
        { c: 0, f: 'oDB' },
        { c: 1, f: 'oDB' },
      ],
    });
  });

  it('KVP-1 KVP-2 KVP-3 R70 the image holds the KVP device that was created second, without a driver', () => {
    const scenario = aScenario({
      boot: { offers: [offer(2, 1), offer(0, 2)] },
      host_behaviour: {
        kvp_on_close: {
          mode: 'rescind_and_reoffer',
          when: 'after_relid_released',
          delay_ms: 0,
          offer: offer(2, 30),
        },
      },
      restore: { offers: [offer(2, 4), offer(0, 5)] },
    });
    const { freeze, restore } = replayScenario(scenario, 'A').observed;
    expect(freeze).toMatchObject({
      rescinds: [[1, 'handled']],
      released: [1],
      kvp_reoffer: [{ o: 'new', c: 2, n: 0 }],
      channels: [
        { c: 1, f: 'DB' },
        { c: 2, d: 2, r: null, f: 'D' },
      ],
    });
    expect(restore!.channels).toMatchObject([
      { c: 1, r: 5, f: 'oDB' },
      { c: 2, r: 4, f: 'oDB' },
    ]);
  });

  it('KVP-5 a KVP device that is to be offered again later is forgotten with the connection', () => {
    const scenario = aScenario({
      boot: { offers: [offer(2, 1), offer(0, 2)] },
      host_behaviour: {
        kvp_on_close: {
          mode: 'rescind_and_reoffer',
          when: 'after_relid_released',
          delay_ms: 700,
          offer: offer(2, 30),
        },
      },
      restore: { offers: [offer(2, 4), offer(0, 5)] },
    });
    const { freeze, restore } = replayScenario(scenario, 'A').observed;
    expect(freeze!.channels).toMatchObject([{ c: 1 }]);
    expect(restore!.offers).toMatchObject([
      { o: 'new', c: 2 },
      { o: 'matched', c: 1 },
    ]);
  });
});

describe('resume', () => {
  it.each([
    { era: 'A', wait_ms: 10_000, timed_out: true, messages: ['device_missing_after_wait'] },
    { era: 'B', wait_ms: 0, timed_out: false, messages: ['channel_absent_after_resume'] },
  ] as const)(
    'DEVICES-5 R40 R41 with a device missing era $era waits $wait_ms ms',
    ({ era, ...expected }) => {
      expect(phaseOf(aScenario({ restore: { offers: [offer(0, 1)] } }), 'restore', era)).toMatchObject({
        ...expected,
        rc: 0,
        unmatched: [1],
      });
    },
  );

  it('R40 an image without devices waits to the end', () => {
    expect(phaseOf(aScenario({ boot: {}, restore: {} }), 'restore')).toMatchObject({
      wait_ms: 10_000,
      timed_out: true,
      warnings: ['resume_with_nothing_to_fix_up'],
    });
  });

  it('R42 R54 a late offer repairs the channel, but its device stays closed', () => {
    const restore = { offers: [offer(0, 1), offer(1, 2, { atMs: 12_000 })] };
    const phase = phaseOf(aScenario({ restore }), 'restore');
    expect(phase).toMatchObject({ unmatched_at_return: [1], unmatched: [], outstanding: 0, wait_ms: 10_000 });
    expect(phase.channels![1]).toEqual({ c: 1, d: 1, r: 2, k: 65_538, f: 'DB' });
  });

  it('R14 R44 a refused version leaves everything closed and without relids', () => {
    expect(phaseOf(aScenario({ restore: { offers: SAME, refuse_version: true } }), 'restore')).toMatchObject({
      rc: -111,
      wait_ms: 0,
      unmatched: [0, 1],
      channels: [
        { c: 0, r: null, f: 'DB' },
        { c: 1, r: null, f: 'DB' },
      ],
    });
  });

  it.each([
    { era: 'A', rc: -16, ignoring_offers: true, after_open: [{ o: 'dropped', i: 0 }] },
    { era: 'B', rc: 0, ignoring_offers: undefined, after_open: undefined },
  ] as const)(
    'R46 R48 era $era after an incomplete resume: the next suspend gives $rc',
    ({ era, ...expected }) => {
      const scenario = aScenario({
        restore: { offers: [offer(0, 1)] },
        second: { after_open_if_refused: [offer(0, 20, { subChannelIndex: 1 })] },
      });
      const { rc, ignoring_offers, after_open } = phaseOf(scenario, 'second_freeze', era);
      expect({ rc, ignoring_offers, after_open }).toEqual({ ...expected });
    },
  );

  it('R21 R26 R45 what happens while the image is written does not reach the resumed system', () => {
    const thaw = { offers: [offer(1, 40), offer(0, 41)], after_open: [offer(1, 42, { subChannelIndex: 1 })] };
    const restore = { offers: [offer(0, 7), offer(1, 8)] };
    const { restore: plain } = replayScenario(aScenario({ restore }), 'A').observed;
    const {
      thaw: thawed,
      poweroff,
      restore: written,
    } = replayScenario(aScenario({ thaw, restore }), 'A').observed;
    expect(thawed).toMatchObject({ unmatched: [], wait_ms: 0, outstanding: 0 });
    expect(poweroff).toMatchObject({ rc: 0, released: [42] });
    expect(written).toEqual(plain);
  });

  it('R53 a sub-channel without a primary becomes one, and the host rescinds it when it is closed', () => {
    const scenario = aScenario({
      boot: { offers: [offer(1, 3, { subChannelIndex: 1 })] },
      restore: { offers: [] },
    });
    const { boot, freeze } = replayScenario(scenario, 'A').observed;
    expect(boot!.channels).toEqual([{ c: 0, d: 1, i: 1, r: 3, k: 65_539, f: 'oDB' }]);
    expect(freeze).toMatchObject({ rescinds: [[3, 'handled']], released: [3], outstanding: 0, rc: 0 });
  });

  it('R44 offers that come while disconnected are ignored', () => {
    const scenario = aScenario({
      restore: { refuse_version: true },
      after_restore: [['offer', offer(0, 9)]],
    });
    expect(phaseOf(scenario, 'after_restore').offers).toEqual([{ o: 'ignored', op: 0, n: 2 }]);
  });
});
