import { isSame } from '../json-value.js';
import { type Args, define, type FunctionTable } from './template-function.js';

/** Comparisons and truth values; `if`, `and` and `or` are evaluated elsewhere, as far as they need to be. */
export const LOGIC_FUNCTIONS: FunctionTable = {
  true: define([0, 0], 'Boolean', () => true),
  false: define([0, 0], 'Boolean', () => false),
  null: define([0, 0], 'Any', () => null),
  not: define([1, 1], 'Boolean', (args) => !args.boolean(0)),
  bool: define([1, 1], 'Boolean', (args) => toBoolean(args)),
  equals: define([2, 2], 'Boolean', (args) => isSame(args.any(0), args.any(1))),
  less: define([2, 2], 'Boolean', (args) => order(args) < 0),
  lessOrEquals: define([2, 2], 'Boolean', (args) => order(args) <= 0),
  greater: define([2, 2], 'Boolean', (args) => order(args) > 0),
  greaterOrEquals: define([2, 2], 'Boolean', (args) => order(args) >= 0),
};

function toBoolean(args: Args): boolean {
  const value = args.any(0);
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return value !== 0;
  switch (args.text(0).toLowerCase()) {
    case 'true':
    case '1':
      return true;
    case 'false':
    case '0':
      return false;
    default:
      throw args.fault('is given a text that is neither true nor false');
  }
}

function order(args: Args): number {
  const [left, right] = [args.any(0), args.any(1)];
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : left > right ? 1 : 0;
  return args.integer(0) - args.integer(1);
}
