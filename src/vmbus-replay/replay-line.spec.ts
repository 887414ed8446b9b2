import { describe, expect, it } from 'vitest';
import { LONGEST_LINE, replayLine } from './replay-line.js';
import { offer, SMALL_RECORD } from './testing/golden-records.js';

type Member = string | number;

/** The small record with one member replaced, or taken out when `value` is undefined. */
function changed(path: readonly Member[], value: unknown): string {
  const record = structuredClone(SMALL_RECORD) as unknown as Record<Member, unknown>;
  let holder = record;
  for (const step of path.slice(0, -1)) {
    holder[step] ??= {};
    holder = holder[step] as Record<Member, unknown>;
  }
  holder[path.at(-1)!] = value;
  return JSON.stringify(record);
}

function offerWith(position: number, value: unknown): unknown {
  return Object.assign([...offer(0, 1)], { [position]: value });
}

const CLASSES =
  'nic, ide, scsi, shutdown, timesync, heartbeat, kvp, balloon, mouse, keyboard, vss, video, fc, fcopy, nd, pci, avma, rdv';
const NIC = SMALL_RECORD.scenario.devices[0];
const BOOT_OFFER = ['scenario', 'boot', 'offers', 1];

/** Lines and what is wrong with them. */
const TABLE: readonly (readonly [line: string, problem: string])[] = [
  ['{', 'record: expected JSON'],
  ['{"id":"a"}{"id":"b"}', 'record: expected JSON'],
  ['nul', 'record: expected JSON'],
  ['null', 'record: expected an object'],
  ['[]', 'record: expected an object'],
  ['7', 'record: expected an object'],
  ['{}', 'id: missing'],
  [changed(['id'], undefined), 'id: missing'],
  [changed(['id'], 5), 'id: expected a text that is not empty'],
  [changed(['id'], ''), 'id: expected a text that is not empty'],
  [changed(['scenario'], undefined), 'scenario: missing'],
  [changed(['scenario'], []), 'scenario: expected an object'],
  [changed(['scenario', 'devices'], undefined), 'scenario.devices: missing'],
  [changed(['scenario', 'devices'], {}), 'scenario.devices: expected an array'],
  [
    changed(['scenario', 'devices'], Array(4097).fill(NIC)),
    'scenario.devices: expected at most 4096 entries',
  ],
  [
    changed(['scenario', 'devices', 1], ['nic']),
    'scenario.devices[1]: expected a class and an instance GUID',
  ],
  [
    changed(['scenario', 'devices', 1], ['floppy', NIC[1]]),
    `scenario.devices[1][0]: expected a class GUID or one of ${CLASSES}`,
  ],
  [changed(['scenario', 'devices', 1], ['nic', 'x']), 'scenario.devices[1][1]: expected an instance GUID'],
  [
    changed(['scenario', 'devices', 1], NIC),
    'scenario.devices[1]: duplicate: the class and instance of entry 0',
  ],
  [
    changed(['scenario', 'devices', 1], ['F8615163-DF3E-46C5-913F-F2D2F965ED0E', NIC[1].toUpperCase()]),
    'scenario.devices[1]: duplicate: the class and instance of entry 0',
  ],
  [changed(['scenario', 'boot'], undefined), 'scenario.boot: missing'],
  [changed(['scenario', 'boot'], null), 'scenario.boot: expected an object'],
  [changed(['scenario', 'boot', 'offer'], []), 'scenario.boot.offer: unknown member'],
  [changed(['scenario', 'a\u001b["'], 1), 'scenario["a?[?"]: unknown member'],
  [changed(['scenario', 'boot', 'offers'], 3), 'scenario.boot.offers: expected an array'],
  [
    changed(['scenario', 'boot', 'offers'], Array(4097).fill(offer(0, 1))),
    'scenario.boot.offers: expected at most 4096 entries',
  ],
  [changed(BOOT_OFFER, [0, 1]), 'scenario.boot.offers[1]: expected an offer of 10 numbers'],
  [changed(BOOT_OFFER, offerWith(0, 2)), 'scenario.boot.offers[1][0]: expected a device index from 0 to 1'],
  [changed(BOOT_OFFER, offerWith(0, 0.5)), 'scenario.boot.offers[1][0]: expected a device index from 0 to 1'],
  [
    changed(BOOT_OFFER, offerWith(1, -1)),
    'scenario.boot.offers[1][1]: expected a whole number from 0 to 4294967295',
  ],
  [
    changed(BOOT_OFFER, offerWith(1, '3')),
    'scenario.boot.offers[1][1]: expected a whole number from 0 to 4294967295',
  ],
  ...[
    [2, 65_535],
    [3, 65_535],
    [4, 1],
    [5, 4_294_967_295],
    [6, 255],
    [7, 1],
    [8, 65_535],
    [9, 4_294_967_295],
  ].map(
    ([position = 0, highest = 0]) =>
      [
        changed(BOOT_OFFER, offerWith(position, highest + 1)),
        `scenario.boot.offers[1][${position}]: expected a whole number from 0 to ${highest}`,
      ] as const,
  ),
  [
    changed(['scenario', 'restore', 'offers', 0], ['rescind', 4]),
    'scenario.restore.offers[0]: expected "rescind", a relid and a time',
  ],
  [
    changed(['scenario', 'restore', 'offers', 0], ['withdraw', 4, 0]),
    'scenario.restore.offers[0][0]: expected "rescind"',
  ],
  [
    changed(['scenario', 'restore', 'after_open'], [['rescind', 4, 0]]),
    'scenario.restore.after_open[0]: expected an offer of 10 numbers',
  ],
  [
    changed(['scenario', 'restore', 'refuse_version'], 1),
    'scenario.restore.refuse_version: expected true or false',
  ],
  [changed(['scenario', 'thaw', 'refuse_version'], true), 'scenario.thaw.refuse_version: unknown member'],
  [
    changed(['scenario', 'before_hibernation'], [['remove', 1]]),
    'scenario.before_hibernation[0]: expected an operation: "offer", "rescind" or "hv_sock_release"',
  ],
  [
    changed(['scenario', 'after_restore'], [['offer', [1]]]),
    'scenario.after_restore[0][1]: expected an offer of 10 numbers',
  ],
  [
    changed(['scenario', 'after_restore'], [['hv_sock_release', -1]]),
    'scenario.after_restore[0][1]: expected a device index from 0 to 1',
  ],
  [changed(['scenario', 'uio'], [1, 0, 1]), 'scenario.uio[2]: duplicate: the device of entry 0'],
  [
    changed(['scenario', 'host_behaviour', 'no_rescind'], [5, 5]),
    'scenario.host_behaviour.no_rescind[1]: duplicate: the relid of entry 0',
  ],
  [
    changed(
      ['scenario', 'host_behaviour', 'late_rescind'],
      [
        [5, 1],
        [6, 1],
        [6, 2],
      ],
    ),
    'scenario.host_behaviour.late_rescind[2]: duplicate: the relid of entry 1',
  ],
  [
    changed(['scenario', 'host_behaviour', 'kvp_on_close'], {}),
    'scenario.host_behaviour.kvp_on_close.mode: missing',
  ],
  [
    changed(['scenario', 'host_behaviour', 'kvp_on_close', 'mode'], 'reoffer'),
    'scenario.host_behaviour.kvp_on_close.mode: expected "rescind" or "rescind_and_reoffer"',
  ],
  [
    changed(['scenario', 'second', 'host_behaviour', 'kvp_on_close', 'mode'], 'rescind_and_reoffer'),
    'scenario.second.host_behaviour.kvp_on_close.offer: missing',
  ],
  [
    JSON.stringify({ id: 'a', scenario: { devices: [], boot: { offers: [offer(0, 1)] } } }),
    'scenario.boot.offers[0][0]: expected no device index: there are no devices',
  ],
  [`${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'record: expected an object'],
];

describe('one line', () => {
  it.each(TABLE)('%.60s', (line, text) => {
    expect(replayLine(Buffer.from(line), 'A')).toEqual({ kind: 'malformed', text });
  });

  it('is too long', () => {
    const text = `record: expected at most ${LONGEST_LINE} bytes`;
    expect(replayLine('too-long', 'A')).toEqual({ kind: 'malformed', text });
  });

  it('is not UTF-8', () => {
    const line = Buffer.from([0x7b, 0xff, 0x7d]);
    expect(replayLine(line, 'A')).toEqual({ kind: 'malformed', text: 'record: expected UTF-8' });
  });

  it('has a second class under a registered instance, which stops the kernel while it boots', () => {
    const record = {
      id: 'a',
      scenario: {
        devices: [NIC, ['scsi', NIC[1]]],
        boot: { offers: [offer(0, 1), [1, 2, 1, 0, 1, 65_538, 0, 0, 0, 0]] },
      },
    };
    expect(replayLine(Buffer.from(JSON.stringify(record)), 'A')).toEqual({
      kind: 'malformed',
      text:
        'scenario: the kernel stops outside of a resume: ' +
        'a device that could not be registered is released without having been rescinded',
    });
  });

  it.each(['', '\r', ' \t\r'])('is blank: %j', (line) => {
    expect(replayLine(Buffer.from(line), 'A')).toEqual({ kind: 'blank' });
  });

  it('means the same with other spellings, a byte order mark and members that a record may have besides', () => {
    const [first, second] = SMALL_RECORD.scenario.devices;
    const devices = [['F8615163-df3e-46c5-913f-f2d2f965ed0e', first[1].toUpperCase()], second];
    const record = { ...SMALL_RECORD, note: '{[', scenario: { ...SMALL_RECORD.scenario, devices } };
    expect(replayLine(Buffer.from(`\ufeff${JSON.stringify(record)}\r`), 'A')).toEqual(
      replayLine(Buffer.from(JSON.stringify(SMALL_RECORD)), 'A'),
    );
  });
});
