import type { TimeColumn } from './inventory-schema.js';

const SECONDS = /^\d{1,12}(?:\.\d{1,9})?$/;
const CALENDAR = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;
const ZONE = /(?:Z|[+-]\d{2}:?\d{2})$/;

/**
 * Reads the times of one file. They are seconds from day 0, 00:00, or times of the calendar (ISO 8601, UTC where they
 * do not say otherwise): the first one decides which, for both columns.
 */
export class RowTimes {
  #from: 'day-0' | '1970' | undefined;

  get from(): 'day-0' | '1970' | undefined {
    return this.#from;
  }

  /** Milliseconds, or what is wrong with the text. */
  read(text: string): number | string {
    if (SECONDS.test(text)) return this.seconds(Number(text));
    if (!CALENDAR.test(text)) return 'is neither seconds from day 0 nor a time as 2026-03-02T08:30:00Z';
    const zoned = text.length > 10 && !ZONE.test(text) ? `${text}Z` : text;
    const ms = Date.parse(zoned.replace(' ', 'T'));
    return Number.isNaN(ms) || !isDay(text.slice(0, 10)) ? 'is no time of the calendar' : this.instant(ms);
  }

  seconds(value: number): number | string {
    this.#from ??= 'day-0';
    if (this.#from !== 'day-0') return 'is in seconds, where rows before have times of the calendar';
    if (!(value >= 0 && Number.isFinite(value))) return 'is not a time from day 0 on';
    return Math.round(value * 1000);
  }

  instant(ms: number): number | string {
    this.#from ??= '1970';
    if (this.#from !== '1970') return 'is a time of the calendar, where rows before have seconds';
    return ms;
  }
}

/** 30 February would count as a day of March. */
function isDay(date: string): boolean {
  return new Date(`${date}T00:00:00Z`).toISOString().startsWith(date);
}

/** What is wrong with two times of one VM. */
export function orderProblem(arrives: number, leaves: number): string | undefined {
  if (Number.isNaN(leaves)) return undefined;
  if (Number.isNaN(arrives) ? leaves > 0 : leaves > arrives) return undefined;
  return Number.isNaN(arrives) ? 'is not after day 0, 00:00' : 'is not after arrives';
}

export type Times = Partial<Record<TimeColumn, Float64Array>>;
