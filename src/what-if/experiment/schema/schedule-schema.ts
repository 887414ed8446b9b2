import { z } from 'zod';
import {
  duration,
  MAX_DAYS,
  members,
  oneOf,
  percent,
  Problem,
  readBy,
  span,
  timeOfDay,
  truth,
  whole,
} from './quantities.js';

export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;
type Weekday = (typeof WEEKDAYS)[number];
export const MAX_GROUPS = 64;

const day = whole(0, MAX_DAYS);
const weekday = oneOf(WEEKDAYS);

/** `weekdays`, `every-day`, or a list of days. */
const weekdays = readBy<readonly Weekday[]>((input) => {
  if (input === 'weekdays') return WEEKDAYS.slice(0, 5);
  if (input === 'every-day') return WEEKDAYS;
  const isList =
    Array.isArray(input) && input.length > 0 && input.every((item) => WEEKDAYS.includes(item as never));
  return isList
    ? (input as readonly Weekday[])
    : new Problem(`must be weekdays, every-day or a list of ${WEEKDAYS.join(', ')}`);
});

const stagger = members({
  by: oneOf(['vm', 'tenant']),
  /** The last ones are delayed by less than this. */
  over: duration,
  every: span,
});

const spike = members({ percent, from: timeOfDay, within: span });

const dailyWindow = members({
  from: timeOfDay,
  within: span,
  spike: spike.optional(),
  stagger: stagger.optional(),
});

const group = members({
  firstStart: members({ day: day.optional(), from: timeOfDay, within: span, stagger: stagger.optional() }),
  hibernate: dailyWindow.optional(),
  start: dailyWindow.optional(),
  on: weekdays.optional(),
  /** Days on which the group hibernates and starts: not before this one, not after that one. */
  fromDay: day.optional(),
  toDay: day.optional(),
}).superRefine(({ hibernate, start, fromDay, toDay }, context) => {
  const fault = (path: string, message: string) =>
    context.addIssue({ code: 'custom', path: [path], message });
  if (start !== undefined && hibernate === undefined) fault('start', 'needs hibernate: nobody sleeps');
  if (hibernate !== undefined && start?.from === hibernate.from) {
    fault('start', 'must not begin at the time of hibernate');
  }
  if (fromDay !== undefined && toDay !== undefined && fromDay > toDay)
    fault('toDay', 'must not be before fromDay');
});

export const scheduleSchema = members({
  /** What day 0 is. */
  firstDay: weekday.default('monday'),
  /** Nobody hibernates: of each calendar the first start remains. */
  onlyFirstStarts: truth.default(false),
  groups: z
    .record(z.string().max(80), group, 'must have groups, written as name: calendar')
    .refine((groups) => Object.keys(groups).length > 0, 'must have at least one group')
    .refine((groups) => Object.keys(groups).length <= MAX_GROUPS, `must have at most ${MAX_GROUPS} groups`),
});
export type ScheduleDocument = z.output<typeof scheduleSchema>;
export type GroupDocument = ScheduleDocument['groups'][string];
export type DailyWindow = NonNullable<GroupDocument['start']>;
export type Stagger = NonNullable<DailyWindow['stagger']>;
