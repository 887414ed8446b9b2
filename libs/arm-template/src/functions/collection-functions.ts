import {
  canonicalText,
  isArray,
  isObject,
  type JsonObject,
  type JsonValue,
  memberOf,
  objectOf,
} from '../json-value.js';
import { LIMITS } from '../limits.js';
import { containsItem } from './string-functions.js';
import { type Args, ANY_NUMBER, define, type FunctionTable } from './template-function.js';

/** Functions on arrays and objects. Sources: "ARM template functions - array", "... - object". */
export const COLLECTION_FUNCTIONS: FunctionTable = {
  array: define([1, 1], 'Array', (args) => (isArray(args.any(0)) ? args.any(0) : [args.any(0)])),
  createArray: define([0, ANY_NUMBER], 'Array', (args) => args.values),
  createObject: define([0, ANY_NUMBER], 'Object', (args) => {
    if (args.count % 2 !== 0) throw args.fault('takes names and values in turn');
    const names = args.values.flatMap((_, at) => (at % 2 === 0 ? [args.text(at)] : []));
    return objectOf(names.map((name, index) => [name, args.any(2 * index + 1)]));
  }),
  contains: define([2, 2], 'Boolean', (args, { budget }) => containsItem(args, budget)),
  empty: define([1, 1], 'Boolean', (args) => args.any(0) === null || lengthOf(args) === 0),
  length: define([1, 1], 'Integer', (args) => lengthOf(args)),
  first: define([1, 1], 'Any', (args) => {
    const value = args.any(0);
    return typeof value === 'string' ? value.slice(0, 1) : (args.array(0)[0] ?? null);
  }),
  last: define([1, 1], 'Any', (args) => {
    const value = args.any(0);
    return typeof value === 'string' ? value.slice(-1) : (args.array(0).at(-1) ?? null);
  }),
  take: define([2, 2], 'Any', (args) => sequence(args).slice(0, Math.max(0, args.integer(1)))),
  skip: define([2, 2], 'Any', (args) => sequence(args).slice(Math.max(0, args.integer(1)))),
  union: define([1, ANY_NUMBER], 'Any', (args) =>
    isArray(args.any(0)) ? distinct(args.values.flatMap((_, at) => args.array(at))) : unionOfObjects(args),
  ),
  intersection: define([1, ANY_NUMBER], 'Any', (args) =>
    isArray(args.any(0)) ? commonItems(args) : commonMembers(args),
  ),
  range: define([2, 2], 'Array', (args) => {
    const [start, count] = [args.integer(0), args.integer(1)];
    if (count < 0 || count > LIMITS.rangeLength || !Number.isSafeInteger(start + count)) {
      throw args.fault(`makes at most ${LIMITS.rangeLength} integers`);
    }
    return Array.from({ length: count }, (_, index) => start + index);
  }),
  items: define([1, 1], 'Array', (args) => {
    const object = args.object(0);
    const names = Object.keys(object).toSorted((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
    return names.map((key) => ({ key, value: object[key] ?? null }));
  }),
  objectKeys: define([1, 1], 'Array', (args) => Object.keys(args.object(0)).toSorted()),
  flatten: define([1, 1], 'Array', (args) =>
    args.array(0).flatMap((item) => {
      if (isArray(item)) return item;
      throw args.fault('flattens an array of arrays');
    }),
  ),
  shallowMerge: define([1, 1], 'Object', (args) =>
    objectOf(
      args.array(0).flatMap((item) => {
        if (isObject(item)) return Object.entries(item);
        throw args.fault('merges an array of objects');
      }),
    ),
  ),
  tryGet: define([2, ANY_NUMBER], 'Any', (args) => {
    let value = args.any(0);
    for (const key of args.values.slice(1)) value = itemOf(value, key) ?? null;
    return value;
  }),
};

/** The item or member of a value; `undefined` where there is none. */
export function itemOf(value: JsonValue, key: JsonValue): JsonValue | undefined {
  if (isArray(value)) return typeof key === 'number' ? value[key] : undefined;
  return isObject(value) && typeof key === 'string' ? memberOf(value, key)?.value : undefined;
}

function lengthOf(args: Args): number {
  const value = args.any(0);
  if (typeof value === 'string' || isArray(value)) return value.length;
  if (isObject(value)) return Object.keys(value).length;
  return args.wrongType(0, 'a String, an Array or an Object');
}

function sequence(args: Args): string | readonly JsonValue[] {
  const value = args.any(0);
  return typeof value === 'string' ? value : args.array(0);
}

function distinct(items: readonly JsonValue[]): readonly JsonValue[] {
  return [...new Map(items.map((item) => [canonicalText(item), item])).values()];
}

function commonItems(args: Args): readonly JsonValue[] {
  const others = args.values.slice(1).map((_, at) => new Set(args.array(at + 1).map(canonicalText)));
  return distinct(args.array(0).filter((item) => others.every((texts) => texts.has(canonicalText(item)))));
}

function commonMembers(args: Args): JsonObject {
  const [first, ...others] = args.values.map((_, at) => args.object(at));
  const isCommon = ([name, value]: readonly [string, JsonValue]) =>
    others.every((other) => {
      const member = memberOf(other, name);
      return member !== undefined && canonicalText(member.value) === canonicalText(value);
    });
  return objectOf(Object.entries(first ?? {}).filter(isCommon));
}

function unionOfObjects(args: Args): JsonObject {
  return args.values.map((_, at) => args.object(at)).reduce(merged);
}

/** The second object over the first one; objects within them are merged as well. */
function merged(under: JsonObject, over: JsonObject): JsonObject {
  const members = new Map(Object.entries(under));
  for (const [name, value] of Object.entries(over)) {
    const before = members.get(name);
    members.set(name, isObject(before) && isObject(value) ? merged(before, value) : value);
  }
  return objectOf(members);
}
