import type { ObservedChannel, ObservedOffer, ObservedSubChannel } from '#libs/linux-guest';
import { BRACE, BRACKET, type JsonBytes, memberName } from './json-bytes.js';
import { letterNumber, number, text } from './json-members.js';

/** The rows of an observation, which are most of it: offers and channels, as the lists they stand in. */

export function writeOffers(
  json: JsonBytes,
  name: Uint8Array,
  rows: readonly ObservedOffer[] | undefined,
): void {
  if (rows === undefined) return;
  json.name(name);
  json.open(BRACKET);
  for (const row of rows) {
    json.open(BRACE);
    letterNumber(json, I, row.i);
    json.letter(O);
    json.text(row.o);
    letterNumber(json, C, row.c);
    number(json, OF, row.of);
    number(json, CHG, row.chg);
    number(json, AGAIN, row.again);
    letterNumber(json, N, row.n);
    number(json, OP, row.op);
    letterNumber(json, T, row.t);
    json.close(BRACE);
  }
  json.close(BRACKET);
}

export function writeChannels(
  json: JsonBytes,
  name: Uint8Array,
  rows: readonly ObservedChannel[] | undefined,
): void {
  if (rows === undefined) return;
  json.name(name);
  json.open(BRACKET);
  for (const row of rows) {
    json.open(BRACE);
    letterNumber(json, C, row.c);
    letterNumber(json, D, row.d);
    letterNumber(json, R, row.r);
    letterNumber(json, K, row.k);
    json.letter(F);
    json.text(row.f);
    text(json, OC, row.oc);
    letterNumber(json, I, row.i);
    if (row.s !== undefined) writeSubChannels(json, row.s);
    json.close(BRACE);
  }
  json.close(BRACKET);
}

function writeSubChannels(json: JsonBytes, rows: readonly ObservedSubChannel[]): void {
  json.letter(S);
  json.open(BRACKET);
  for (const row of rows) {
    json.open(BRACE);
    letterNumber(json, C, row.c);
    letterNumber(json, I, row.i);
    letterNumber(json, R, row.r);
    letterNumber(json, K, row.k);
    json.letter(F);
    json.text(row.f);
    json.close(BRACE);
  }
  json.close(BRACKET);
}

const C = 'c'.charCodeAt(0);
const D = 'd'.charCodeAt(0);
const F = 'f'.charCodeAt(0);
const I = 'i'.charCodeAt(0);
const K = 'k'.charCodeAt(0);
const N = 'n'.charCodeAt(0);
const O = 'o'.charCodeAt(0);
const R = 'r'.charCodeAt(0);
const S = 's'.charCodeAt(0);
const T = 't'.charCodeAt(0);
const OF = memberName('of');
const CHG = memberName('chg');
const AGAIN = memberName('again');
const OP = memberName('op');
const OC = memberName('oc');
