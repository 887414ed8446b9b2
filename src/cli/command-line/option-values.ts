import { InvalidArgumentError } from 'commander';
import { faultNamed, type Fault } from '#libs/linux-guest';

/** A whole number in a range, for an option. */
export function wholeNumber(lowest: number, highest: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= lowest && value <= highest) return value;
    throw new InvalidArgumentError(`expected a whole number from ${lowest} to ${highest}.`);
  };
}

/** Several whole numbers after one option. */
export function wholeNumbers(
  lowest: number,
  highest: number,
): (text: string, previous: readonly number[] | undefined) => readonly number[] {
  const one = wholeNumber(lowest, highest);
  return (text, previous = []) => [...previous, ...text.split(',').map(one)];
}

/** A number above zero. */
export function positiveNumber(text: string): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (value > 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('expected a number above 0.');
}

/** `true` or `false`; an option without a value means true. */
export function truth(text: string): boolean {
  if (/^(true|yes|1)$/i.test(text)) return true;
  if (/^(false|no|0)$/i.test(text)) return false;
  throw new InvalidArgumentError('expected true or false.');
}

/** `key=value` pairs; the value may hold further equals signs, and may be missing (an empty text). */
export function keyValues(
  text: string,
  previous: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const [, key, value] = /^([^=]+)(?:=(.*))?$/s.exec(text) ?? [];
  if (key === undefined) throw new InvalidArgumentError('expected key=value.');
  return { ...previous, [key]: value ?? '' };
}

/**
 * `key=value` pairs whose values are JSON where they read as JSON, and texts where not. Those of `textKeys` are
 * always texts: a version 6.14 is no number.
 */
export function keyJsonValues(
  textKeys: readonly string[],
): (text: string, previous?: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>> {
  return (text, previous = {}) => {
    const [[key, value] = ['', '']] = Object.entries(keyValues(text));
    return { ...previous, [key]: textKeys.includes(key) ? value : jsonOrText(value) };
  };
}

const UNIT_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `1500ms`, `90s`, `5m`, `2h`, `1d`; a bare number is milliseconds. Answers milliseconds. */
export function durationMs(text: string): number {
  const [, count, unit = 'ms'] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)?$/.exec(text) ?? [];
  const value = Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS];
  if (Number.isSafeInteger(Math.round(value)) && value > 0) return Math.round(value);
  throw new InvalidArgumentError('expected a time such as 1500ms, 90s, 5m, 2h or 1d.');
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** Faults as `faultName` writes them, one option each; `none` forgets those before it. */
export function moreFaults(text: string, previous: readonly Fault[] = []): readonly Fault[] {
  if (text === 'none') return [];
  const fault = faultNamed(text);
  if ('problem' in fault) throw new InvalidArgumentError(`${fault.problem}.`);
  return [...previous, fault];
}
