import { namedGuid } from '../hash/guid.js';
import { uniqueString } from '../hash/murmur64.js';
import { utf8Bytes, utf8Text, wellFormed } from '../hash/utf8.js';
import type { JsonValue } from '../json-value.js';
import { LIMITS } from '../limits.js';
import { type Args, ANY_NUMBER, define, type FunctionTable } from './template-function.js';

/** Functions that write values in another form, and names made from texts. */
export const ENCODING_FUNCTIONS: FunctionTable = {
  json: define([1, 1], 'Any', (args) => parsed(args)),
  base64: define([1, 1], 'String', (args, { budget }) => {
    budget.reserve(args.text(0).length * 2);
    return base64(utf8Bytes(args.text(0)));
  }),
  base64ToString: define([1, 1], 'String', (args) => text(args, unbase64(args, args.text(0)))),
  base64ToJson: define([1, 1], 'Any', (args) => parsed(args, text(args, unbase64(args, args.text(0))))),
  dataUri: define([1, 1], 'String', (args, { budget }) => {
    budget.reserve(args.text(0).length * 2);
    return `data:text/plain;charset=utf8;base64,${base64(utf8Bytes(args.text(0)))}`;
  }),
  dataUriToString: define([1, 1], 'String', (args) => {
    const [, encoded] = /^data:[^,]*;base64,(.*)$/s.exec(args.text(0)) ?? [];
    if (encoded !== undefined) return text(args, unbase64(args, encoded));
    const [, plain] = /^data:[^,]*,(.*)$/s.exec(args.text(0)) ?? [];
    if (plain === undefined) throw args.fault('is given a text that is not a data URI');
    return unescaped(args, plain);
  }),
  uri: define([2, 2], 'String', (args) => {
    const [base, relative] = [args.text(0), args.text(1)];
    if (/^[a-z][a-z0-9+.-]*:\/\//i.test(relative)) return relative;
    const [, origin] = /^([a-z][a-z0-9+.-]*:\/\/[^/?#]+)/i.exec(base) ?? [];
    if (origin === undefined) throw args.fault('is given a base that is not an absolute URI');
    if (relative.startsWith('/')) return origin + relative;
    const path = base.slice(origin.length).replace(/[?#].*$/s, '');
    return `${origin}${path.slice(0, path.lastIndexOf('/') + 1) || '/'}${relative}`;
  }),
  uriComponent: define([1, 1], 'String', (args, { budget }) => {
    budget.reserve(args.text(0).length * 9);
    const escape = (mark: string) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`;
    return encodeURIComponent(wellFormed(args.text(0))).replace(/[!'()*]/g, escape);
  }),
  uriComponentToString: define([1, 1], 'String', (args) => unescaped(args, args.text(0))),
  uniqueString: define([1, ANY_NUMBER], 'String', (args) =>
    uniqueString(args.values.map((_, at) => args.shown(at))),
  ),
  guid: define([1, ANY_NUMBER], 'String', (args) => namedGuid(args.values.map((_, at) => args.shown(at)))),
};

function parsed(args: Args, json: string = args.text(0)): JsonValue {
  if (isTooDeep(json)) throw args.fault('is given a document that is nested too deeply');
  try {
    return JSON.parse(json) as JsonValue;
  } catch {
    throw args.fault('is given a text that is not JSON');
  }
}

/** Counts brackets outside of texts. */
function isTooDeep(json: string): boolean {
  let depth = 0;
  let isInText = false;
  for (let at = 0; at < json.length; at++) {
    const mark = json.charAt(at);
    if (mark === '"') isInText = !isInText;
    else if (isInText && mark === '\\') at++;
    else if (!isInText && (mark === '[' || mark === '{')) depth++;
    else if (!isInText && (mark === ']' || mark === '}')) depth--;
    if (depth > LIMITS.documentDepth) return true;
  }
  return false;
}

function unescaped(args: Args, escaped: string): string {
  try {
    return decodeURIComponent(escaped);
  } catch {
    throw args.fault('is given a text with a malformed escape');
  }
}

function text(args: Args, bytes: readonly number[]): string {
  const decoded = utf8Text(bytes);
  if (decoded === undefined) throw args.fault('is given bytes that are not a text in UTF-8');
  return decoded;
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function base64(bytes: readonly number[]): string {
  let encoded = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b, c] = bytes.slice(at, at + 3);
    const bits = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    const digit = (shift: number) => DIGITS.charAt((bits >> shift) & 0x3f);
    encoded +=
      digit(18) + digit(12) + (b === undefined ? '=' : digit(6)) + (c === undefined ? '=' : digit(0));
  }
  return encoded;
}

function unbase64(args: Args, encoded: string): readonly number[] {
  if (encoded.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(encoded)) {
    throw args.fault('is given a text that is not Base64');
  }
  const digits = encoded.replace(/=+$/, '');
  const bytes: number[] = [];
  let bits = 0;
  let count = 0;
  for (const digit of digits) {
    bits = ((bits << 6) | DIGITS.indexOf(digit)) & 0xffffff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes.push((bits >> count) & 0xff);
  }
  return bytes;
}
