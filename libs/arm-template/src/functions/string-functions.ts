import type { Budget } from '../budget.js';
import { canonicalText, isArray, isObject, type JsonValue } from '../json-value.js';
import type { Args, FunctionTable } from './template-function.js';
import { ANY_NUMBER, define, shownText } from './template-function.js';
import { formatted } from './format.js';

/** Functions on texts. Source: "ARM template functions - string". */
export const STRING_FUNCTIONS: FunctionTable = {
  concat: define([0, ANY_NUMBER], 'Any', (args, { budget }) => {
    if (isArray(args.values[0])) return args.values.flatMap((_, at) => args.array(at));
    const parts = args.values.map((_, at) => args.shown(at));
    budget.reserve(parts.reduce((sum, { length }) => sum + length, 0));
    return parts.join('');
  }),
  format: define([1, ANY_NUMBER], 'String', (args, { budget }) => formatted(args, budget)),
  toLower: define([1, 1], 'String', (args) => args.text(0).toLowerCase()),
  toUpper: define([1, 1], 'String', (args) => args.text(0).toUpperCase()),
  trim: define([1, 1], 'String', (args) => args.text(0).trim()),
  string: define([1, 1], 'String', (args) => shownText(args.any(0))),
  startsWith: define([2, 2], 'Boolean', (args) => folded(args, 0).startsWith(folded(args, 1))),
  endsWith: define([2, 2], 'Boolean', (args) => folded(args, 0).endsWith(folded(args, 1))),
  indexOf: define([2, 2], 'Integer', (args, { budget }) => indexOf(args, budget)),
  lastIndexOf: define([2, 2], 'Integer', (args, { budget }) => lastIndexOf(args, budget)),
  replace: define([3, 3], 'String', (args, { budget }) => {
    const [text, old, by] = [args.text(0), args.text(1), args.text(2)];
    if (old === '') throw args.fault('cannot replace the empty text');
    payForSearch(budget, text, [old]);
    const parts = text.split(old);
    budget.reserve(text.length + (parts.length - 1) * (by.length - old.length));
    return parts.join(by);
  }),
  split: define([2, 2], 'Array', (args, { budget }) => {
    const given = args.any(1);
    const delimiters = isArray(given) ? given.map((_, at) => delimiter(args, given, at)) : [args.text(1)];
    payForSearch(budget, args.text(0), delimiters);
    return split(args.text(0), delimiters);
  }),
  join: define([2, 2], 'String', (args, { budget }) => {
    const parts = args.array(0).map(shownText);
    const between = args.text(1);
    budget.reserve(parts.reduce((sum, { length }) => sum + length + between.length, 0));
    return parts.join(between);
  }),
  substring: define([2, 3], 'String', (args) => {
    const text = args.text(0);
    const start = args.integer(1);
    const length = args.integerOr(2, text.length - start);
    if (start < 0 || length < 0 || start + length > text.length) {
      throw args.fault(`cannot take ${length} characters from ${start} on: the text has ${text.length}`);
    }
    return text.slice(start, start + length);
  }),
  padLeft: define([2, 3], 'String', (args, { budget }) => {
    const width = args.integer(1);
    const filling = args.textOr(2, ' ');
    if (filling.length !== 1) throw args.fault('fills with one character');
    budget.reserve(width);
    return args.shown(0).padStart(width, filling);
  }),
};

/** Searching texts does not look at letter case. */
function folded(args: Args, at: number): string {
  return args.text(at).toLowerCase();
}

/** Characters that a search compares in the time of one step. */
const COMPARED_PER_STEP = 16;

/** The worst that searches may cost: every character of the patterns at every place of the text. */
function payForSearch(budget: Budget, text: string, patterns: readonly string[]): void {
  const length = patterns.reduce((sum, pattern) => sum + 1 + pattern.length, 0);
  budget.spend((text.length * length) / COMPARED_PER_STEP);
}

function indexOf(args: Args, budget: Budget): number {
  const within = args.any(0);
  if (!isArray(within)) {
    payForSearch(budget, args.text(0), [args.text(1)]);
    return folded(args, 0).indexOf(folded(args, 1));
  }
  const wanted = canonicalText(args.any(1));
  return within.findIndex((item) => canonicalText(item) === wanted);
}

function lastIndexOf(args: Args, budget: Budget): number {
  const within = args.any(0);
  if (!isArray(within)) {
    payForSearch(budget, args.text(0), [args.text(1)]);
    return folded(args, 0).lastIndexOf(folded(args, 1));
  }
  const wanted = canonicalText(args.any(1));
  return within.findLastIndex((item) => canonicalText(item) === wanted);
}

function delimiter(args: Args, list: readonly JsonValue[], at: number): string {
  const value = list[at];
  if (typeof value === 'string') return value;
  throw args.fault('splits at texts');
}

function split(text: string, delimiters: readonly string[]): readonly string[] {
  const used = delimiters.filter((delimiter) => delimiter !== '');
  const parts: string[] = [];
  let start = 0;
  let at = 0;
  while (at < text.length) {
    const found = used.find((delimiter) => text.startsWith(delimiter, at));
    if (found === undefined) {
      at++;
      continue;
    }
    parts.push(text.slice(start, at));
    at += found.length;
    start = at;
  }
  return [...parts, text.slice(start)];
}

/** Whether a text, an array or an object has something in it. */
export function containsItem(args: Args, budget: Budget): boolean {
  const within = args.any(0);
  if (typeof within === 'string') {
    payForSearch(budget, within, [args.shown(1)]);
    return within.includes(args.shown(1));
  }
  if (isArray(within)) {
    const wanted = canonicalText(args.any(1));
    return within.some((item) => canonicalText(item) === wanted);
  }
  if (!isObject(within)) return args.wrongType(0, 'a String, an Array or an Object');
  const wanted = args.text(1).toLowerCase();
  return Object.keys(within).some((name) => name.toLowerCase() === wanted);
}
