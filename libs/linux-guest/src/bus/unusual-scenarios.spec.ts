import { describe, expect, it } from 'vitest';
import { replayScenario } from './replay-scenario.js';
import type { Scenario } from './scenario.js';
import { device, offer, phaseOf, SOCKET_FLAGS } from './testing/scenario-fixtures.js';

const SCSI = device('scsi', 1);
const NIC = device('nic', 2);
const KVP = device('kvp', 3);
const SOCKET = device('00001389-facb-11e6-bd58-64006a7986d3', 4);
const DISK_NIC = ['nic', SCSI[1]] as const;
const HIGHEST_RELID = 0xffff_ffff;

const BOOT = { offers: [offer(0, 1), offer(1, 2)] };
const SAME = [offer(0, 1), offer(1, 2)];

/** A SCSI controller and a NIC; what follows is given. */
function aScenario(rest: Partial<Scenario> = {}): Scenario {
  return { devices: [SCSI, NIC, KVP, SOCKET, DISK_NIC], boot: BOOT, ...rest };
}

describe('names beneath a device', () => {
  it('R5 R29 a sub-channel with the relid of its sibling is thrown away, and can never be closed', () => {
    const scenario = aScenario({
      boot: {
        ...BOOT,
        after_open: [offer(1, 10, { subChannelIndex: 1 }), offer(1, 10, { subChannelIndex: 2 })],
      },
    });
    const { boot, freeze } = replayScenario(scenario, 'A').observed;
    expect(boot).toMatchObject({
      after_open: [
        { o: 'sub', c: 2, of: 1 },
        { o: 'sub', c: 3, of: 1 },
      ],
      name_conflicts: ['10'],
      released: [10],
      channels: [{ c: 0 }, { c: 1, s: [{ c: 2 }] }],
      close_counter: 2,
    });
    expect(freeze).toMatchObject({ bus: 'never_returns', waiting_for: 'ready_for_suspend_event' });
  });

  it('R5 a primary keeps the name that its first relid gave it, when a resume gives it another relid', () => {
    const restore = {
      offers: [offer(0, 1), offer(1, 3)],
      after_open: [offer(1, 2, { subChannelIndex: 1 }), offer(1, 3, { subChannelIndex: 2 })],
    };
    expect(phaseOf(aScenario({ restore }), 'restore')).toMatchObject({
      name_conflicts: ['2'],
      channels: [{ c: 0 }, { c: 1, r: 3, s: [{ c: 3, r: 3 }] }],
    });
  });

  it('R5 the name of a sub-channel that is gone is free again', () => {
    const scenario = aScenario({
      boot: { ...BOOT, after_open: [offer(1, 10, { subChannelIndex: 1 })] },
      restore: { offers: SAME, after_open: [offer(1, 10, { subChannelIndex: 1 })] },
    });
    expect(phaseOf(scenario, 'restore')).toMatchObject({
      name_conflicts: undefined,
      channels: [{ c: 0 }, { c: 1, s: [{ c: 3, r: 10, f: 'o' }] }],
    });
  });
});

describe('relids', () => {
  it.each([0, 2047])('R8 %i is a relid like any other', (relid) => {
    const scenario = aScenario({ restore: { offers: [offer(0, relid), offer(1, 2)] } });
    const { restore } = replayScenario(scenario, 'A').observed;
    expect(restore!.relids!.map(([mapped]) => mapped).sort((a, b) => a - b)).toEqual(
      [relid, 2].sort((a, b) => a - b),
    );
    expect(restore!.channels![0]).toMatchObject({ r: relid, f: 'oDB' });
  });

  it('R8 2,048 does not fit into the table, so that nothing can be rescinded by it', () => {
    const scenario = aScenario({
      restore: { offers: [offer(0, 2048), offer(1, 2), ['rescind', 2048, 500]] },
    });
    expect(phaseOf(scenario, 'restore')).toMatchObject({
      relids: [[2, 1]],
      rescinds: [[2048, 'handled']],
      warnings: ['relid_out_of_range_when_mapping', 'relid_out_of_range_when_looking_up'],
      channels: [{ c: 0, r: 2048, f: 'oDB' }, { c: 1 }],
    });
  });

  it('R8 R54 0xffffffff means none: matched, counted, and still an orphan that is not opened', () => {
    const scenario = aScenario({ restore: { offers: [offer(0, HIGHEST_RELID), offer(1, 2)] } });
    expect(phaseOf(scenario, 'restore')).toMatchObject({
      offers: [
        { o: 'matched', c: 0, n: 1 },
        { o: 'matched', c: 1, n: 0 },
      ],
      unmatched: [0],
      outstanding: 0,
      timed_out: false,
      channels: [
        { c: 0, r: null, f: 'DB' },
        { c: 1, r: 2 },
      ],
    });
  });
});

describe('rescinds while the image is resumed', () => {
  it('R11 of a matched channel removes it, and the count is not lowered again', () => {
    const restore = { offers: [offer(0, 1), ['rescind', 1, 200] as const, offer(1, 2, { atMs: 3000 })] };
    expect(phaseOf(aScenario({ restore }), 'restore')).toMatchObject({
      offers: [
        { o: 'matched', c: 0, n: 1 },
        { o: 'matched', c: 1, n: 0, t: 3000 },
      ],
      released: [1],
      wait_ms: 3000,
      channels: [{ c: 1 }],
    });
  });

  it('R11 of a relid that nobody has changes nothing', () => {
    const restore = { offers: [...SAME, ['rescind', 77, 0] as const] };
    const { rescinds, released, channels } = phaseOf(aScenario({ restore }), 'restore');
    expect({ rescinds, released, numbers: channels!.map(({ c }) => c) }).toEqual({
      rescinds: [[77, 'handled']],
      released: undefined,
      numbers: [0, 1],
    });
  });

  it('R11 of an open sub-channel leaves it to its driver, until the next suspend', () => {
    const scenario = aScenario({
      restore: {
        offers: [...SAME, ['rescind', 10, 500] as const],
        after_open: [offer(1, 10, { subChannelIndex: 1 })],
      },
      second: {},
    });
    const { restore, second_freeze: second } = replayScenario(scenario, 'A').observed;
    expect(restore!.channels![1]!.s).toEqual([{ c: 2, i: 1, r: 10, k: 65_546, f: 'ox' }]);
    expect(restore).toMatchObject({ close_counter: 0 });
    expect(second).toMatchObject({ rc: 0, rescinds: undefined, released: [10] });
  });

  it('R11 comes after every offer of its millisecond, even one that stands behind it', () => {
    const restore = { offers: [['rescind', 1, 0] as const, ...SAME] };
    expect(phaseOf(aScenario({ restore }), 'restore')).toMatchObject({
      offers: [{ o: 'matched' }, { o: 'matched' }],
      released: [1],
      channels: [{ c: 1 }],
    });
  });
});

describe('the limits of the wait', () => {
  it.each([
    { atMs: 10_000, wait_ms: 10_000, timed_out: false, f: 'oDB' },
    { atMs: 10_001, wait_ms: 10_000, timed_out: true, f: 'oDB' },
    { atMs: 10_002, wait_ms: 10_000, timed_out: true, f: 'DB' },
    { atMs: 60_000, wait_ms: 10_000, timed_out: true, f: 'DB' },
  ])('R40 R42 R54 an offer after $atMs ms', ({ atMs, wait_ms, timed_out, f }) => {
    const restore = { offers: [offer(1, 2), offer(0, 1, { atMs })] };
    expect(phaseOf(aScenario({ restore }), 'restore')).toMatchObject({
      wait_ms,
      timed_out,
      unmatched_at_return: timed_out ? [0] : [],
      unmatched: [],
      channels: [{ c: 0, f }, { c: 1 }],
    });
  });

  it('R42 an orphan that is offered after the drivers opened no longer keeps the next suspend from going on', () => {
    const scenario = aScenario({
      restore: { offers: [offer(1, 2)], after_open: [offer(0, 5)] },
      second: { restore: { offers: SAME } },
    });
    const { restore, second_freeze: freeze, second_restore: again } = replayScenario(scenario, 'A').observed;
    expect(restore).toMatchObject({ after_open: [{ o: 'matched', c: 0, n: 0 }], outstanding: 0 });
    expect([freeze, again]).toMatchObject([{ rc: 0 }, { rc: 0, unmatched: [], wait_ms: 0 }]);
  });

  it('R46 R31 era B suspends with an orphan, which the next resume can still match', () => {
    const scenario = aScenario({
      restore: { offers: [offer(1, 2)] },
      second: { restore: { offers: SAME } },
    });
    const { second_freeze: freeze, second_restore: again } = replayScenario(scenario, 'B').observed;
    expect(freeze).toMatchObject({ rc: 0, warnings: ['relid_out_of_range_when_unmapping'] });
    expect(again).toMatchObject({
      offers: [
        { o: 'matched', c: 0 },
        { o: 'matched', c: 1 },
      ],
      unmatched: [],
    });
  });
});

describe('hosts that do the unexpected', () => {
  it('R44 R46 a rescind while disconnected is not looked at, so that the next suspend is refused and not stuck', () => {
    const scenario = aScenario({
      restore: { refuse_version: true },
      after_restore: [
        ['offer', offer(2, 9)],
        ['rescind', 9],
      ],
      second: {},
    });
    const { after_restore: after, second_freeze: second } = replayScenario(scenario, 'A').observed;
    expect(after).toMatchObject({ offers: [{ o: 'ignored', op: 0 }], rescinds: [[9, 'handled']] });
    expect(second).toMatchObject({ bus: 'returned', rc: -16 });
  });

  it('R25 offers sent after a device refused are taken, since the bus was not suspended', () => {
    const scenario = aScenario({
      uio: [0],
      boot: { offers: [offer(1, 2)] },
      restore: { offers: [offer(1, 2), offer(0, 1)] },
      second: { after_open_if_refused: [offer(1, 10, { subChannelIndex: 1 })] },
    });
    expect(phaseOf(scenario, 'second_freeze')).toMatchObject({
      bus: 'not_called',
      device_suspend_failed: [[0, -95]],
      after_open: [{ o: 'sub', of: 0 }],
      close_counter: 1,
      channels: [
        { c: 0, f: 'oDB', s: [{ r: 10, f: 'o' }] },
        { c: 1, f: 'oDB' },
      ],
    });
  });

  it('KVP-1 R70 an offer that comes with the rescind takes no delay', () => {
    const boot = { offers: [offer(2, 1)] };
    const kvp = { mode: 'rescind_and_reoffer', when: 'with_rescind', offer: offer(2, 30) } as const;
    const [plain, delayed] = [kvp, { ...kvp, delay_ms: 700 }].map((kvp_on_close) =>
      phaseOf(aScenario({ boot, host_behaviour: { kvp_on_close } }), 'freeze'),
    );
    expect(plain!.kvp_reoffer).toEqual([{ o: 'matched', c: 0, chg: 1, again: 1, n: -1 }]);
    expect(delayed).toEqual(plain);
  });

  it('R26 what the host of the first VM had not sent when the kernel stopped does not reach the second', () => {
    const thaw = {
      offers: [...SAME, offer(4, 8, { subChannelIndex: 1 }), offer(2, 9, { atMs: 5000 })],
    };
    const restore = { offers: SAME };
    const { thaw: thawed, restore: restored } = replayScenario(aScenario({ thaw, restore }), 'A').observed;
    expect(thawed).toMatchObject({ bus: 'kernel_bug', messages: ['device_registration_failed'] });
    expect(restored).toEqual(phaseOf(aScenario({ restore }), 'restore'));
  });

  it('R15 R46 era B: a connection that was refused is not unloaded again, and the suspend goes on', () => {
    const scenario = aScenario({
      restore: { refuse_version: true },
      second: { restore: { offers: SAME } },
    });
    const { second_freeze: freeze, second_restore: again } = replayScenario(scenario, 'B').observed;
    expect([freeze, again]).toMatchObject([
      { bus: 'returned', rc: 0 },
      { rc: 0, unmatched: [], offers: [{ o: 'matched' }, { o: 'matched' }] },
    ]);
  });

  it('R73 nobody lets go of a socket that nobody accepted', () => {
    const scenario = aScenario({
      before_hibernation: [
        ['offer', offer(3, 9, { flags: SOCKET_FLAGS })],
        ['hv_sock_release', 3],
      ],
      hv_sock_without_listener: [3],
    });
    const { fatal, channels } = phaseOf(scenario, 'before_hibernation');
    expect({ fatal, last: channels!.at(-1) }).toEqual({
      fatal: undefined,
      last: { c: 2, d: 3, r: 9, k: 65_545, f: 'DBH' },
    });
  });

  it('R49 R53 a socket that is offered again is matched, and lowers the count', () => {
    const scenario = aScenario({
      before_hibernation: [['offer', offer(3, 9, { flags: SOCKET_FLAGS })]],
      restore: { offers: [offer(3, 12, { flags: SOCKET_FLAGS }), offer(0, 1)] },
      second: {},
    });
    const { restore, second_freeze: second } = replayScenario(scenario, 'A').observed;
    expect(restore).toMatchObject({
      offers: [
        { o: 'matched', c: 2, n: 1 },
        { o: 'matched', c: 0, n: 0 },
      ],
      unmatched: [1],
      timed_out: false,
    });
    expect(second).toMatchObject({ rc: 0, outstanding: 2 });
  });
});
