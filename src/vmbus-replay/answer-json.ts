import {
  type Observed,
  type ObservedChannel,
  type ObservedOffer,
  type ObservedPhase,
  type ObservedSubChannel,
  PHASE_NAMES,
} from '#libs/linux-guest';
import { BRACE, BRACKET, type JsonBytes, memberName } from './json-bytes.js';

/**
 * Answers as lines of JSON, `{"id": ..., "observed": ...}`: what `JSON.stringify` makes of them, but written along the
 * known shape of an observation instead of looking for it, which takes half the time.
 */
export function writeAnswer(json: JsonBytes, id: string, observed: Observed): void {
  json.open(BRACE);
  json.name(ID);
  json.text(id);
  json.name(OBSERVED);
  json.open(BRACE);
  for (let at = 0; at < PHASE_NAMES.length; at++) {
    const phase = observed[PHASE_NAMES[at]!];
    if (phase === undefined) continue;
    json.name(PHASES[at]!);
    writePhase(json, phase);
  }
  json.close(BRACE);
  json.close(BRACE);
  json.endLine();
}

const ID = memberName('id');
const OBSERVED = memberName('observed');
const PHASES = PHASE_NAMES.map(memberName);

function writePhase(json: JsonBytes, phase: ObservedPhase): void {
  json.open(BRACE);
  offers(json, OFFERS, phase.offers);
  offers(json, AFTER_OPEN, phase.after_open);
  offers(json, KVP_REOFFER, phase.kvp_reoffer);
  pairs(json, RESCINDS, phase.rescinds);
  numbers(json, RELEASED, phase.released);
  numbers(json, HV_SOCK_CLOSED, phase.hv_sock_closed);
  texts(json, MESSAGES, phase.messages);
  texts(json, WARNINGS, phase.warnings);
  texts(json, NAME_CONFLICTS, phase.name_conflicts);
  pairs(json, DEVICE_SUSPEND_FAILED, phase.device_suspend_failed);
  text(json, BUS, phase.bus);
  number(json, RC, phase.rc);
  text(json, WAITING_FOR, phase.waiting_for);
  text(json, BUG, phase.bug);
  text(json, FATAL, phase.fatal);
  number(json, WAIT_MS, phase.wait_ms);
  truth(json, TIMED_OUT, phase.timed_out);
  numbers(json, UNMATCHED_AT_RETURN, phase.unmatched_at_return);
  number(json, OUTSTANDING_AT_RETURN, phase.outstanding_at_return);
  number(json, CLOSE_COUNTER_BEFORE, phase.close_counter_before);
  truth(json, SUSPEND_EVENT_ALREADY_SIGNALLED, phase.suspend_event_already_signalled);
  truth(json, IGNORING_OFFERS, phase.ignoring_offers);
  channels(json, CHANNELS, phase.channels);
  pairs(json, RELIDS, phase.relids);
  numbers(json, UNMATCHED, phase.unmatched);
  number(json, CLOSE_COUNTER, phase.close_counter);
  number(json, OUTSTANDING, phase.outstanding);
  json.close(BRACE);
}

const OFFERS = memberName('offers');
const AFTER_OPEN = memberName('after_open');
const KVP_REOFFER = memberName('kvp_reoffer');
const RESCINDS = memberName('rescinds');
const RELEASED = memberName('released');
const HV_SOCK_CLOSED = memberName('hv_sock_closed');
const MESSAGES = memberName('messages');
const WARNINGS = memberName('warnings');
const NAME_CONFLICTS = memberName('name_conflicts');
const DEVICE_SUSPEND_FAILED = memberName('device_suspend_failed');
const BUS = memberName('bus');
const RC = memberName('rc');
const WAITING_FOR = memberName('waiting_for');
const BUG = memberName('bug');
const FATAL = memberName('fatal');
const WAIT_MS = memberName('wait_ms');
const TIMED_OUT = memberName('timed_out');
const UNMATCHED_AT_RETURN = memberName('unmatched_at_return');
const OUTSTANDING_AT_RETURN = memberName('outstanding_at_return');
const CLOSE_COUNTER_BEFORE = memberName('close_counter_before');
const SUSPEND_EVENT_ALREADY_SIGNALLED = memberName('suspend_event_already_signalled');
const IGNORING_OFFERS = memberName('ignoring_offers');
const CHANNELS = memberName('channels');
const RELIDS = memberName('relids');
const UNMATCHED = memberName('unmatched');
const CLOSE_COUNTER = memberName('close_counter');
const OUTSTANDING = memberName('outstanding');

function offers(json: JsonBytes, name: Uint8Array, rows: readonly ObservedOffer[] | undefined): void {
  if (rows === undefined) return;
  json.name(name);
  json.open(BRACKET);
  for (const row of rows) {
    json.open(BRACE);
    number(json, I, row.i);
    text(json, O, row.o);
    number(json, C, row.c);
    number(json, OF, row.of);
    number(json, CHG, row.chg);
    number(json, AGAIN, row.again);
    number(json, N, row.n);
    number(json, OP, row.op);
    number(json, T, row.t);
    json.close(BRACE);
  }
  json.close(BRACKET);
}

function channels(json: JsonBytes, name: Uint8Array, rows: readonly ObservedChannel[] | undefined): void {
  if (rows === undefined) return;
  json.name(name);
  json.open(BRACKET);
  for (const row of rows) {
    json.open(BRACE);
    number(json, C, row.c);
    number(json, D, row.d);
    number(json, R, row.r);
    number(json, K, row.k);
    text(json, F, row.f);
    text(json, OC, row.oc);
    number(json, I, row.i);
    subChannels(json, S, row.s);
    json.close(BRACE);
  }
  json.close(BRACKET);
}

function subChannels(
  json: JsonBytes,
  name: Uint8Array,
  rows: readonly ObservedSubChannel[] | undefined,
): void {
  if (rows === undefined) return;
  json.name(name);
  json.open(BRACKET);
  for (const row of rows) {
    json.open(BRACE);
    number(json, C, row.c);
    number(json, I, row.i);
    number(json, R, row.r);
    number(json, K, row.k);
    text(json, F, row.f);
    json.close(BRACE);
  }
  json.close(BRACKET);
}

const I = memberName('i');
const O = memberName('o');
const C = memberName('c');
const OF = memberName('of');
const CHG = memberName('chg');
const AGAIN = memberName('again');
const N = memberName('n');
const OP = memberName('op');
const T = memberName('t');
const D = memberName('d');
const R = memberName('r');
const K = memberName('k');
const F = memberName('f');
const OC = memberName('oc');
const S = memberName('s');

function number(json: JsonBytes, name: Uint8Array, value: number | null | undefined): void {
  if (value === undefined) return;
  json.name(name);
  json.number(value);
}

function text(json: JsonBytes, name: Uint8Array, value: string | undefined): void {
  if (value === undefined) return;
  json.name(name);
  json.text(value);
}

function truth(json: JsonBytes, name: Uint8Array, value: boolean | undefined): void {
  if (value === undefined) return;
  json.name(name);
  json.truth(value);
}

function numbers(json: JsonBytes, name: Uint8Array, values: readonly number[] | undefined): void {
  if (values === undefined) return;
  json.name(name);
  json.open(BRACKET);
  for (const value of values) json.number(value);
  json.close(BRACKET);
}

function texts(json: JsonBytes, name: Uint8Array, values: readonly string[] | undefined): void {
  if (values === undefined) return;
  json.name(name);
  json.open(BRACKET);
  for (const value of values) json.text(value);
  json.close(BRACKET);
}

type Pair = readonly [number, number | string];

function pairs(json: JsonBytes, name: Uint8Array, values: readonly Pair[] | undefined): void {
  if (values === undefined) return;
  json.name(name);
  json.open(BRACKET);
  for (const pair of values) {
    const second = pair[1];
    json.open(BRACKET);
    json.number(pair[0]);
    if (typeof second === 'string') json.text(second);
    else json.number(second);
    json.close(BRACKET);
  }
  json.close(BRACKET);
}
