import {
  deviceAndNumbers,
  deviceIndex,
  expected,
  type FieldCheck,
  type FieldProblem,
  inside,
  isObject,
  listOf,
  listWithout,
  members,
  MOST_ENTRIES,
  oneOf,
  trueOrFalse,
  tuple,
  wholeNumber,
} from './field-check.js';
import { canonicalClass, canonicalGuid, CLASS_NAMES } from './scenario-class.js';
import type { Scenario } from './scenario.js';

export type { FieldProblem } from './field-check.js';

/** A scenario, or the first thing that keeps a value from being one. */
export type ScenarioReading =
  | { readonly kind: 'scenario'; readonly scenario: Scenario }
  | { readonly kind: 'malformed'; readonly problem: FieldProblem };

/**
 * Reads a scenario of the golden format (test/fixtures/vmbus-resume/README.md) from a parsed JSON value, strictly:
 * no unknown members, every number in its range. Classes and GUIDs come out in one spelling (`canonicalClass`);
 * apart from that the value itself is the scenario, not a copy.
 */
export function readScenario(value: unknown): ScenarioReading {
  if (!isObject(value)) return malformed(expected('an object'));
  if (!Object.hasOwn(value, 'devices')) return malformed({ path: '.devices', message: 'missing' });
  const devices = readDevices(value['devices']);
  if (devices.kind === 'malformed') return malformed(inside('.devices', devices.problem));
  const problem = SCENARIO(value, devices.rows.length);
  if (problem !== undefined) return malformed(problem);
  const scenario = value as unknown as Scenario;
  return {
    kind: 'scenario',
    scenario: devices.isCanonical ? scenario : { ...scenario, devices: devices.rows },
  };
}

function malformed(problem: FieldProblem): ScenarioReading {
  return { kind: 'malformed', problem };
}

type DevicesReading =
  | { readonly kind: 'devices'; readonly rows: Scenario['devices']; readonly isCanonical: boolean }
  | { readonly kind: 'malformed'; readonly problem: FieldProblem };

const CLASS_PROBLEM = expected(`a class GUID or one of ${CLASS_NAMES.join(', ')}`);
const INSTANCE_PROBLEM = expected('an instance GUID');

function readDevices(value: unknown): DevicesReading {
  if (!Array.isArray(value)) return { kind: 'malformed', problem: expected('an array') };
  if (value.length > MOST_ENTRIES) {
    return { kind: 'malformed', problem: expected(`at most ${MOST_ENTRIES} entries`) };
  }
  const rows: DeviceRow[] = [];
  let isCanonical = true;
  for (let at = 0; at < value.length; at++) {
    const given: unknown = value[at];
    const row = canonicalRow(given);
    if (row === undefined) return { kind: 'malformed', problem: inside(`[${at}]`, deviceProblem(given)) };
    const earlier = rows.findIndex((known) => known[1] === row[1] && known[0] === row[0]);
    if (earlier !== -1) {
      const message = `duplicate: the class and instance of entry ${earlier}`;
      return { kind: 'malformed', problem: { path: `[${at}]`, message } };
    }
    if (row !== given) isCanonical = false;
    rows.push(row);
  }
  return { kind: 'devices', rows, isCanonical };
}

type DeviceRow = Scenario['devices'][number];

/** The row itself when it is canonical already, else a canonical one; `undefined` when it is none. */
function canonicalRow(value: unknown): DeviceRow | undefined {
  if (!isTextPair(value)) return undefined;
  const deviceClass = canonicalClass(value[0]);
  const instanceGuid = canonicalGuid(value[1]);
  if (deviceClass === undefined || instanceGuid === undefined) return undefined;
  const isCanonical = deviceClass === value[0] && instanceGuid === value[1];
  return isCanonical ? value : [deviceClass, instanceGuid];
}

function isTextPair(value: unknown): value is DeviceRow {
  return (
    Array.isArray(value) && value.length === 2 && typeof value[0] === 'string' && typeof value[1] === 'string'
  );
}

/** What keeps a value from being a device row. */
function deviceProblem(value: unknown): FieldProblem {
  if (!Array.isArray(value) || value.length !== 2) return expected('a class and an instance GUID');
  const given: unknown = value[0];
  const isClass = typeof given === 'string' && canonicalClass(given) !== undefined;
  return isClass ? inside('[1]', INSTANCE_PROBLEM) : inside('[0]', CLASS_PROBLEM);
}

const BIT = 1;
const U8 = 0xff;
const U16 = 0xffff;
const U32 = 0xffff_ffff;
const offer = deviceAndNumbers('an offer of 10 numbers', [U32, U16, U16, BIT, U32, U8, BIT, U16, U32]);
const u32 = wholeNumber(0, U32);
/** The last value means "none" (R8). Those above 2,047 do not fit into the guest's table. */
const relid = u32;
const rescind = tuple('"rescind", a relid and a time', [oneOf('rescind'), relid, u32]);

const offerOrRescind: FieldCheck = (value, devices) =>
  Array.isArray(value) && typeof value[0] === 'string' ? rescind(value, devices) : offer(value, devices);

const OPERATIONS: ReadonlyMap<unknown, FieldCheck> = new Map([
  ['offer', tuple('"offer" and an offer', [oneOf('offer'), offer])],
  ['rescind', tuple('"rescind" and a relid', [oneOf('rescind'), relid])],
  ['hv_sock_release', tuple('"hv_sock_release" and a device index', [oneOf('hv_sock_release'), deviceIndex])],
]);
const OPERATION_PROBLEM = expected('an operation: "offer", "rescind" or "hv_sock_release"');

const operation: FieldCheck = (value, devices) => {
  const check = Array.isArray(value) ? OPERATIONS.get(value[0]) : undefined;
  return check === undefined ? OPERATION_PROBLEM : check(value, devices);
};

const offerLists = members({ offers: listOf(offerOrRescind), after_open: listOf(offer) });
const restoreOffers = members({
  offers: listOf(offerOrRescind),
  after_open: listOf(offer),
  refuse_version: trueOrFalse,
});

const kvpMembers = members(
  {
    mode: oneOf('rescind', 'rescind_and_reoffer'),
    when: oneOf('after_relid_released', 'with_rescind'),
    delay_ms: u32,
    offer,
  },
  ['mode'],
);
const kvpOnClose: FieldCheck = (value, devices) => {
  const problem = kvpMembers(value, devices);
  if (problem !== undefined) return problem;
  const { mode, offer: reoffer } = value as { readonly mode: string; readonly offer?: unknown };
  return mode === 'rescind_and_reoffer' && reoffer === undefined
    ? { path: '.offer', message: 'missing' }
    : undefined;
};

const hostBehaviour = members({
  no_rescind: listWithout('the relid', relid),
  late_rescind: listWithout(
    'the relid',
    tuple('a relid and a time', [relid, u32]),
    (entry) => (entry as readonly [number, number])[0],
  ),
  kvp_on_close: kvpOnClose,
});

const SCENARIO = members(
  {
    devices: () => undefined,
    boot: offerLists,
    before_hibernation: listOf(operation),
    uio: listWithout('the device', deviceIndex),
    hv_sock_without_listener: listWithout('the device', deviceIndex),
    host_behaviour: hostBehaviour,
    thaw: offerLists,
    restore: restoreOffers,
    after_restore: listOf(operation),
    second: members({
      host_behaviour: hostBehaviour,
      after_open_if_refused: listOf(offer),
      restore: restoreOffers,
    }),
  },
  ['boot'],
);
