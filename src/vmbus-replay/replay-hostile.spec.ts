import { expect, it } from 'vitest';
import { JsonBytes } from './json-bytes.js';
import { answerLine, replayLine } from './replay-line.js';

/** Of each list; the most that is allowed is four times as much. */
const MANY = 1024;
const HIGHEST = 2 ** 32 - 1;

const numbers = (count: number) => Array.from({ length: count }, (_, at) => at);
const guid = (at: number) => `00000000-0000-4000-8000-${at.toString(16).padStart(12, '0')}`;
const offer = (device: number, relid: number, { index = 0, atMs = 0, flags = 0 } = {}) => [
  ...[device, relid, index, flags, 1, 65_536, 0, 0, 0, atMs],
];
const ONE_NIC = [['nic', guid(0)]];
const NICS = numbers(MANY).map((at) => ['nic', guid(at)]);
const SOCKETS = numbers(MANY).map((at) => [guid(MANY + at), guid(at)]);

/** Lists far beyond those of any guest, in the order that costs the most, with times up to the last one. */
const SCENARIOS: Readonly<Record<string, object>> = {
  'devices that come one by one, last ones first': {
    devices: NICS,
    boot: { offers: numbers(MANY).map((at) => offer(at, at, { atMs: HIGHEST - at })) },
    restore: { offers: numbers(MANY).map((at) => offer(at, MANY - at, { atMs: HIGHEST - at })) },
    second: { restore: { offers: numbers(MANY).map((at) => offer(at, at)) } },
  },
  'sub-channels of one device, rescinded in another order': {
    devices: ONE_NIC,
    boot: { offers: [offer(0, 0)], after_open: numbers(MANY).map((at) => offer(0, at + 1, { index: 1 })) },
    host_behaviour: { late_rescind: numbers(MANY).map((at) => [MANY - at, HIGHEST - at]) },
  },
  'devices that all have one relid': {
    devices: NICS,
    boot: { offers: numbers(MANY).map((at) => offer(at, 7)) },
    before_hibernation: numbers(MANY).map(() => ['rescind', 7]),
    restore: { offers: numbers(MANY).map((at) => offer(at, 7)) },
  },
  'sockets that are offered, released and offered again': {
    devices: SOCKETS,
    boot: { offers: numbers(MANY).map((at) => offer(at, at, { flags: 8192 })) },
    restore: { offers: numbers(MANY).map((at) => offer(at, at, { flags: 8192 })) },
    after_restore: numbers(MANY).map((at) => ['hv_sock_release', at]),
  },
};

it.each(Object.keys(SCENARIOS))('R8 R28 comes to an end with %s', (id) => {
  const line = Buffer.from(JSON.stringify({ id, scenario: SCENARIOS[id] }));
  const answers = new JsonBytes(1024);
  expect(answerLine(line, 'A', answers)).toEqual({ kind: 'answered' });
  expect(JSON.parse(Buffer.from(answers.take()).toString())).toMatchObject({ id, observed: { boot: {} } });
});

const RANGE = 'expected a whole number from 0 to 4294967295';

it.each([
  ['a million offers', numbers(1_000_000).map(() => offer(0, 1)), ': expected at most 4096 entries'],
  ['a time of 2^53 ms', [offer(0, 1, { atMs: 2 ** 53 })], `[0][9]: ${RANGE}`],
  ['a relid of 33 bits', [offer(0, 2 ** 32)], `[0][1]: ${RANGE}`],
])('refuses %s', (_what, offers, problem) => {
  const line = Buffer.from(JSON.stringify({ id: 'a', scenario: { devices: ONE_NIC, boot: { offers } } }));
  expect(replayLine(line, 'A')).toEqual({ kind: 'malformed', text: `scenario.boot.offers${problem}` });
});
