import { isArray } from '../json-value.js';
import { type Args, ANY_NUMBER, define, type FunctionTable, integerResult } from './template-function.js';

/** Functions on integers. Source: "ARM template functions - numeric". */
export const NUMBER_FUNCTIONS: FunctionTable = {
  add: define([2, 2], 'Integer', (args) => integerResult(args, args.integer(0) + args.integer(1))),
  sub: define([2, 2], 'Integer', (args) => integerResult(args, args.integer(0) - args.integer(1))),
  mul: define([2, 2], 'Integer', (args) => integerResult(args, args.integer(0) * args.integer(1))),
  div: define([2, 2], 'Integer', (args) => integerResult(args, Math.trunc(args.integer(0) / divisor(args)))),
  mod: define([2, 2], 'Integer', (args) => integerResult(args, args.integer(0) % divisor(args))),
  min: define([1, ANY_NUMBER], 'Integer', (args) => integersOf(args).reduce((a, b) => (b < a ? b : a))),
  max: define([1, ANY_NUMBER], 'Integer', (args) => integersOf(args).reduce((a, b) => (b > a ? b : a))),
  int: define([1, 1], 'Integer', (args) => {
    const value = args.any(0);
    if (typeof value === 'number') return integerResult(args, Math.trunc(value));
    const text = args.text(0).trim();
    if (!/^[+-]?\d+$/.test(text)) throw args.fault('is given a text that is not an integer');
    return integerResult(args, Number(text));
  }),
};

function divisor(args: Args): number {
  const value = args.integer(1);
  if (value === 0) throw args.fault('cannot divide by zero');
  return value;
}

function integersOf(args: Args): readonly number[] {
  const values = isArray(args.any(0)) && args.count === 1 ? args.array(0) : args.values;
  if (values.length === 0) throw args.fault('is given an empty array');
  return values.map((value) => {
    if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
    throw args.fault('compares integers only');
  });
}
