import type { Mix } from '#libs/what-if';
import { z } from 'zod';
import { entriesOf } from '../document/tree.js';
import { Problem, readName, readWhole } from './quantities.js';

const MAX_WEIGHT = 1_000_000;
const MAX_ENTRIES = 1_000;
const readWeight = readWhole(0, MAX_WEIGHT);

type Read<Value> = (input: unknown) => Value | Problem;

/** The value that a name of a mapping stands for: numbers and truths are written as names there. */
function asScalar(name: string): unknown {
  if (/^\d+$/.test(name)) return Number(name);
  return name === 'true' ? true : name === 'false' ? false : name;
}

/**
 * Values with whole numbers as shares, `{office: 70, night: 15}`, in the order of the draw; a single value is a mix of
 * its own. Names of the mapping are read as numbers or truths unless `areNames`.
 */
export function mix<Value>(read: Read<Value>, { areNames = false } = {}) {
  return z.any().transform((input: unknown, context): Mix<Value> => {
    const entries = entriesOf(input) ?? [[undefined, 1] as const];
    let isFaulty = false;
    const fault = (path: readonly string[], message: string): void => {
      isFaulty = true;
      context.addIssue({ code: 'custom', path: [...path], message, input });
    };
    if (entries.length > MAX_ENTRIES) fault([], `must have at most ${MAX_ENTRIES} entries`);
    const drawn: { readonly weight: number; readonly value: Value }[] = [];
    for (const [name, share] of entries.slice(0, MAX_ENTRIES)) {
      const at = name === undefined ? [] : [name];
      const value = read(name === undefined ? input : areNames ? name : asScalar(name));
      const weight = readWeight(share);
      if (value instanceof Problem) fault(at, value.message);
      else if (weight instanceof Problem) fault(at, weight.message);
      else if (weight > 0) drawn.push({ weight, value });
    }
    if (drawn.length > 0) return drawn;
    if (!isFaulty) fault([], 'must have at least one share above 0, such as {office: 70, night: 30}');
    return z.NEVER;
  });
}

/** A mix of names that are defined elsewhere. */
export const mixOfNames = () => mix(readName, { areNames: true });
