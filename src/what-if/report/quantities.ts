/**
 * Quantities as people read them. What belongs together is joined by a space that does not break; `breakable` makes it
 * an ordinary one.
 */

/** What stands for a figure that there is none of. */
export const NONE = '–';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** For terminals and files, where a space is a space. */
export function breakable(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}

/** `1,234,567`. */
export function count(value: number): string {
  const digits = String(Math.abs(Math.round(value))).replace(/\B(?=(?:\d{3})+$)/g, ',');
  return Math.round(value) < 0 ? `−${digits}` : digits;
}

/** Whole up to 99,999; then three digits or so: `123 k`, `1.23 M`, `12.3 M`. */
export function shortCount(value: number): string {
  const size = Math.abs(value);
  if (size < 99_999.5) return count(value);
  if (size < 999_500) return `${count(value / 1_000)}\u00a0k`;
  return size < 999.5e6 ? `${threeDigits(value / 1e6)}\u00a0M` : `${threeDigits(value / 1e9)}\u00a0G`;
}

function threeDigits(value: number): string {
  const size = Math.abs(value);
  return value.toFixed(size < 9.995 ? 2 : size < 99.95 ? 1 : 0).replace('-', '−');
}

/** `850 ms`, `12.3 s`, `4 min 13 s`, `2 h 03 min`, `3 d 4 h`. */
export function duration(milliseconds: number): string {
  const rounded = Math.round(milliseconds);
  if (rounded < 1_000) return `${rounded}\u00a0ms`;
  if (rounded < 59_950) return `${(rounded / 1_000).toFixed(1)}\u00a0s`;
  const seconds = Math.round(rounded / 1_000);
  if (seconds < 3_600) return twoUnits(seconds, [60, 'min', 's']);
  const minutes = Math.round(seconds / 60);
  if (minutes < 2_880) return twoUnits(minutes, [60, 'h', 'min']);
  return twoUnits(Math.round(minutes / 60), [24, 'd', 'h']);
}

/** So many of the small unit, as both; as the large one alone where nothing is left. */
function twoUnits(value: number, [each, large, small]: readonly [number, string, string]): string {
  const rest = value % each;
  const whole = `${count(Math.floor(value / each))}\u00a0${large}`;
  return rest === 0 ? whole : `${whole}\u00a0${twoDigits(rest)}\u00a0${small}`;
}

/** A share of 1 as `98.7 %`. All and nothing are said of all and nothing alone: never `100 %` for all but one. */
export function percent(share: number): string {
  if (share < 0) return `−${percent(-share)}`;
  if (share === 0 || share === 1) return `${share * 100}\u00a0%`;
  const value = share * 100;
  if (value < 0.01) return '<\u00a00.01\u00a0%';
  if (value > 99.99) return '>\u00a099.99\u00a0%';
  const isNearTheEnd = value < 1 || value > 99;
  return `${value.toFixed(isNearTheEnd ? 2 : 1)}\u00a0%`;
}

/** `$ 12,345` from 1,000 on, `$ 123.40` below. */
export function dollars(value: number): string {
  const size = Math.abs(value);
  const sign = value < 0 ? '−' : '';
  const text = size < 1_000 ? size.toFixed(2) : count(size);
  return Number(text.replaceAll(',', '')) === 0 ? '$\u00a00' : `${sign}$\u00a0${text}`;
}

/** From 100,000 on short: `$ 1.23 M`. */
export function shortDollars(value: number): string {
  if (Math.abs(value) < 99_999.5) return dollars(value);
  return `${value < 0 ? '−' : ''}$\u00a0${shortCount(Math.abs(value))}`;
}

/** Hours as `1,234 h`, or short. */
export function hours(value: number): string {
  return `${shortCount(value)}\u00a0h`;
}

/** `day 1, 09:03`. Days count from 0. */
export function timeOfRun(atMs: number): string {
  return `day ${Math.floor(atMs / DAY_MS)}, ${timeOfDay(atMs)}`;
}

/** `09:03`. */
export function timeOfDay(atMs: number): string {
  const minutes = Math.floor((atMs % DAY_MS) / MINUTE_MS);
  return `${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
}

/** `1 VM`, `2 VMs`. */
export function plural(number: number, one: string, many = `${one}s`): string {
  return `${count(number)} ${number === 1 ? one : many}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
