import { z } from 'zod';

/** What is wrong with a value, as `must be ...`. */
export class Problem {
  constructor(readonly message: string) {}
}

/** A schema that reads values by a function. Its output is what the function returns. */
export function readBy<Value>(read: (input: unknown) => Value | Problem) {
  return z.any().transform((input: unknown, context): Value => {
    const value = read(input);
    if (!(value instanceof Problem)) return value;
    context.addIssue({ code: 'custom', message: value.message, input });
    return z.NEVER;
  });
}

const UNIT_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
export const DAY_MS = UNIT_MS.d;
export const MAX_DAYS = 40;
const DURATION = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+$/;
const PART = /(\d+(?:\.\d+)?)(ms|s|m|h|d)/g;

/** `90s`, `10m`, `1h30m`: whole milliseconds, up to 40 days. */
export function readDuration(input: unknown): number | Problem {
  const problem = new Problem('must be a duration such as 10m, up to 40d');
  if (input === 0) return 0;
  if (typeof input !== 'string' || !DURATION.test(input)) return problem;
  const parts = [...input.matchAll(PART)];
  const ms = parts.reduce((sum, [, count, unit]) => sum + Number(count) * UNIT_MS[unit as 'ms'], 0);
  return ms <= MAX_DAYS * DAY_MS && Number.isInteger(ms) ? ms : problem;
}

const TIME_OF_DAY = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/;

/** `08:55` as ms of the day. */
export function readTimeOfDay(input: unknown): number | Problem {
  const match = typeof input === 'string' ? TIME_OF_DAY.exec(input) : null;
  if (match === null) return new Problem('must be a time of day such as 08:55');
  const [hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0));
  return hours! * UNIT_MS.h + minutes! * UNIT_MS.m + seconds! * UNIT_MS.s;
}

const MOMENT = /^day (\d{1,2}) (\S+)$/;

/** `day 2 03:00` as ms from day 0, 00:00. */
export function readMoment(input: unknown): number | Problem {
  const match = typeof input === 'string' ? MOMENT.exec(input) : null;
  const time = match === null ? undefined : readTimeOfDay(match[2]);
  if (typeof time !== 'number' || Number(match?.[1]) > MAX_DAYS) {
    return new Problem('must be a day and a time such as "day 2 03:00"');
  }
  return Number(match?.[1]) * DAY_MS + time;
}

const PERCENT = /^(\d{1,3}(?:\.\d{1,4})?)%$/;

/** `2.5%` as parts of a million. */
export function readShare(input: unknown): number | Problem {
  const match = typeof input === 'string' ? PERCENT.exec(input) : null;
  const perMillion = Math.round(Number(match?.[1]) * 10_000);
  if (match === null || perMillion > 1_000_000)
    return new Problem('must be a share such as 2.5%, up to 100%');
  return perMillion;
}

/** Digits, also grouped: `50_000`. */
export function readWhole(lowest: number, highest: number): (input: unknown) => number | Problem {
  return (input) => {
    const isGrouped = typeof input === 'string' && /^\d{1,3}(?:_\d{3})*$|^\d{1,15}$/.test(input);
    const value = isGrouped ? Number(input.replaceAll('_', '')) : input;
    return typeof value === 'number' && Number.isInteger(value) && value >= lowest && value <= highest
      ? value
      : new Problem(`must be a whole number from ${lowest} to ${highest}`);
  };
}

export const duration = readBy(readDuration);
/** A duration that cannot be 0. */
export const span = readBy((input) => {
  const ms = readDuration(input);
  return ms === 0 ? new Problem('must be a duration above 0, such as 10m') : ms;
});
export const timeOfDay = readBy(readTimeOfDay);
export const moment = readBy(readMoment);
export const share = readBy(readShare);
export const whole = (lowest: number, highest: number) => readBy(readWhole(lowest, highest));
export const percent = readBy((input) => {
  const value = readWhole(0, 100)(typeof input === 'string' ? input.replace(/%$/, '') : input);
  return value instanceof Problem ? new Problem('must be a percentage such as 60, without fractions') : value;
});
export const truth = z.boolean('must be true or false');

export const oneOf = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z.enum(values, `must be one of ${values.join(', ')}`);

const MAX_NAME = 80;

export function readName(input: unknown): string | Problem {
  const isName = typeof input === 'string' && /^\S(?:.{0,78}\S)?$/.test(input);
  return isName ? input : new Problem(`must be a name of 1 to ${MAX_NAME} characters`);
}
export const name = readBy(readName);

export const text = (longest: number) => {
  const expected = `must be a text of 1 to ${longest} characters`;
  return z.string(expected).min(1, expected).max(longest, expected);
};

/** Members by name, and no others. */
export const members = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'invalid_type' ? 'must have members, written as name: value' : undefined,
  });
