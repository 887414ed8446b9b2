import { describe, expect, it } from 'vitest';
import { replayScenario } from './replay-scenario.js';
import type { Scenario } from './scenario.js';
import { device, offer, phaseOf, SOCKET_FLAGS } from './testing/scenario-fixtures.js';

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

describe('offers', () => {
  it('R53 makes primaries of new identities and attaches sub-channels by class and instance', () => {
    const { offers, after_open: afterOpen, channels, close_counter: toClose } = phaseOf(aScenario(), 'boot');
    expect({ offers, afterOpen, channels, toClose }).toEqual({
      offers: [
        { o: 'new', i: 0, c: 0 },
        { o: 'new', i: 1, c: 1 },
      ],
      afterOpen: [
        { o: 'sub', i: 0, c: 2, of: 1 },
        { o: 'sub', i: 1, c: 3, of: 1 },
      ],
      channels: [
        { c: 0, d: 0, r: 1, k: 65_537, f: 'oDB' },
        {
          c: 1,
          d: 1,
          r: 2,
          k: 65_538,
          f: 'oDB',
          s: [
            { c: 2, i: 1, r: 10, k: 65_546, f: 'o' },
            { c: 3, i: 2, r: 11, k: 65_547, f: 'o' },
          ],
        },
      ],
      toClose: 2,
    });
  });

  it('R2 R19 keeps a device without a driver, which matches like any other', () => {
    const scenario = aScenario({ boot: { offers: [offer(3, 1)] }, restore: { offers: [offer(3, 7)] } });
    expect(phaseOf(scenario, 'boot').channels).toEqual([{ c: 0, d: 3, r: 1, k: 65_537, f: 'D' }]);
    expect(phaseOf(scenario, 'restore')).toMatchObject({
      offers: [{ o: 'matched', i: 0, c: 0, chg: 1, n: 0 }],
      wait_ms: 0,
    });
  });

  it('R50 takes the new relid, and the whole offer only where something else differs', () => {
    const restore = {
      offers: [offer(0, 9, { connectionId: 65_537 }), offer(1, 2, { connectionId: 70_000 })],
    };
    expect(phaseOf(aScenario({ restore }), 'restore')).toMatchObject({
      offers: [
        { o: 'matched', c: 0, n: 1 },
        { o: 'matched', c: 1, chg: 1, n: 0 },
      ],
      relids: [
        [2, 1],
        [9, 0],
      ],
    });
  });

  it('R49 R51 compares the instance alone; the device object keeps its old class', () => {
    const scenario = aScenario({
      devices: [SCSI, NIC, ['nic', SCSI[1]]],
      restore: { offers: [offer(2, 1), offer(1, 2)] },
    });
    expect(phaseOf(scenario, 'restore').channels![0]).toEqual({
      c: 0,
      d: 2,
      oc: 'scsi',
      r: 1,
      k: 65_537,
      f: 'oDB',
    });
  });

  it('R52 a repeated offer lowers the count and can hide a missing device', () => {
    const restore = { offers: [offer(0, 1), offer(0, 5)] };
    expect(phaseOf(aScenario({ restore }), 'restore')).toMatchObject({
      offers: [
        { o: 'matched', c: 0, n: 1 },
        { o: 'matched', c: 0, chg: 1, again: 1, n: 0 },
      ],
      warnings: ['matched_channel_already_had_a_relid'],
      unmatched: [1],
      wait_ms: 0,
      timed_out: false,
      relids: [
        [1, 0],
        [5, 0],
      ],
    });
  });

  it('R24 R43 a new device is bound when the resume is over', () => {
    const scenario = aScenario({
      devices: [SCSI, NIC, device('nic', 9)],
      restore: { offers: [...SAME, offer(2, 3)] },
    });
    expect(phaseOf(scenario, 'restore').channels![2]).toEqual({ c: 4, d: 2, r: 3, k: 65_539, f: 'oDB' });
  });
});

describe('rescinds', () => {
  it('R11 removes a device with its sub-channels and gives the relids back', () => {
    const scenario = aScenario({ before_hibernation: [['rescind', 2]] });
    expect(phaseOf(scenario, 'before_hibernation')).toMatchObject({
      rescinds: [
        [2, 'handled'],
        [10, 'handled'],
        [11, 'handled'],
      ],
      released: [2, 10, 11],
      channels: [{ c: 0 }],
      close_counter: 0,
    });
  });

  it('R11 an offer of the same identity after that is a new device', () => {
    const scenario = aScenario({
      before_hibernation: [
        ['rescind', 2],
        ['offer', offer(1, 7)],
      ],
    });
    expect(phaseOf(scenario, 'before_hibernation').offers).toEqual([{ o: 'new', op: 1, c: 4 }]);
  });

  it('R12 DEVICES-9 DEVICES-10 the host rescinds what is closed: sub-channels, no primary', () => {
    expect(phaseOf(aScenario(), 'freeze')).toMatchObject({
      rescinds: [
        [10, 'handled'],
        [11, 'handled'],
      ],
      released: [10, 11],
      channels: [
        { c: 0, r: null, f: 'DB' },
        { c: 1, r: null, f: 'DB' },
      ],
    });
  });

  it('R11 a sub-channel rescinded while open is removed by the driver that closes it', () => {
    const scenario = aScenario({ before_hibernation: [['rescind', 10]] });
    const { before_hibernation: before, freeze } = replayScenario(scenario, 'A').observed;
    expect(before!.channels![1]!.s).toEqual([
      { c: 2, i: 1, r: 10, k: 65_546, f: 'ox' },
      { c: 3, i: 2, r: 11, k: 65_547, f: 'o' },
    ]);
    expect(freeze).toMatchObject({ rescinds: [[11, 'handled']], released: [10, 11], rc: 0 });
  });
});

describe('sockets', () => {
  const open = [['offer', offer(4, 50, { flags: SOCKET_FLAGS })]] as const;

  it('R16 R73 DEVICES-12 are told that the connection is gone, and stay in the image until released', () => {
    const scenario = aScenario({
      before_hibernation: open,
      restore: { offers: SAME },
      after_restore: [['hv_sock_release', 4]],
    });
    const { freeze, restore, after_restore: after } = replayScenario(scenario, 'A').observed;
    expect(freeze).toMatchObject({ hv_sock_closed: [4], close_counter: 0, outstanding: 2, rc: 0 });
    expect(restore!.channels![2]).toMatchObject({ c: 4, r: null, f: 'oxDBH' });
    expect(restore).toMatchObject({ unmatched: [], outstanding: 0, wait_ms: 0 });
    expect(after!.channels!.map(({ c }) => c)).toEqual([0, 1]);
  });

  it('R73 leave nothing behind when no application listens', () => {
    const scenario = aScenario({ before_hibernation: open, hv_sock_without_listener: [4] });
    expect(phaseOf(scenario, 'freeze')).toMatchObject({
      released: [10, 11, 50],
      channels: [{ c: 0 }, { c: 1 }],
    });
  });

  it('R29 a signal left over from running lets the bus go before they are closed', () => {
    const socketAgain = ['offer', offer(4, 60, { flags: SOCKET_FLAGS })] as const;
    const scenario = aScenario({
      boot: { offers: SAME },
      before_hibernation: [...open, ['rescind', 50], ['hv_sock_release', 4], socketAgain],
    });
    expect(phaseOf(scenario, 'freeze')).toMatchObject({
      suspend_event_already_signalled: true,
      close_counter: 1,
      messages: ['hv_sock_not_rescinded'],
      rc: 0,
    });
  });
});
