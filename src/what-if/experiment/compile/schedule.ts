import type { CalendarEntry, GroupSchedule, ScheduleSpec } from '#libs/what-if';
import { DAY_MS } from '../schema/quantities.js';
import {
  WEEKDAYS,
  type DailyWindow,
  type GroupDocument,
  type ScheduleDocument,
  type Stagger,
} from '../schema/schedule-schema.js';

/** Streams of draws: the first start, then three for each day, then those of rarer members. */
const FIRST_START_STREAM = 5;
const STREAMS_PER_DAY = 3;
const HIBERNATE_STREAM = 6;
const START_SPIKE_STREAM = 7;
const START_STREAM = 8;
/** Plus the day; beyond the streams of 40 days. */
const HIBERNATE_SPIKE_STREAM = 140;

/** The calendars of all groups, in the order of the file. */
export function compileSchedule(document: ScheduleDocument, days: number): ScheduleSpec {
  const firstWeekday = WEEKDAYS.indexOf(document.firstDay);
  return {
    groups: Object.entries(document.groups).map(([name, group]): GroupSchedule => {
      const first = firstStart(group);
      return {
        name,
        entries: document.onlyFirstStarts ? [first] : [first, ...daily(group, first, { days, firstWeekday })],
      };
    }),
  };
}

function firstStart({ firstStart: { day = 0, from, within, stagger } }: GroupDocument): CalendarEntry {
  return {
    act: 'start',
    window: { fromMs: day * DAY_MS + from, withinMs: within },
    offsetStream: FIRST_START_STREAM,
    ...staggerOf(stagger),
  };
}

/** Hibernations from the first start on, and the starts that follow the first of them. */
function daily(
  group: GroupDocument,
  first: CalendarEntry,
  { days, firstWeekday }: { readonly days: number; readonly firstWeekday: number },
): readonly CalendarEntry[] {
  const active = Array.from({ length: days }, (_, day) => day).filter((day) =>
    isActive(group, day, firstWeekday),
  );
  const hibernations = active
    .flatMap((day) => (group.hibernate === undefined ? [] : [hibernation(group.hibernate, day)]))
    .filter(({ window }) => window.fromMs >= first.window.fromMs);
  const asleepFrom = hibernations[0]?.window.fromMs;
  if (asleepFrom === undefined) return [];
  const starts = active
    .flatMap((day) => (group.start === undefined ? [] : [start(group.start, day)]))
    .filter(({ window }) => window.fromMs > asleepFrom);
  return [...hibernations, ...starts].sort((a, b) => a.window.fromMs - b.window.fromMs);
}

function isActive(
  { on, fromDay = 0, toDay = Infinity }: GroupDocument,
  day: number,
  firstWeekday: number,
): boolean {
  if (day < fromDay || day > toDay) return false;
  return on === undefined || on.includes(WEEKDAYS[(firstWeekday + day) % WEEKDAYS.length]!);
}

function hibernation(window: DailyWindow, day: number): CalendarEntry {
  return entry('hibernate', window, day, {
    offset: HIBERNATE_STREAM + STREAMS_PER_DAY * day,
    spike: HIBERNATE_SPIKE_STREAM + day,
  });
}

function start(window: DailyWindow, day: number): CalendarEntry {
  return entry('start', window, day, {
    offset: START_STREAM + STREAMS_PER_DAY * day,
    spike: START_SPIKE_STREAM + STREAMS_PER_DAY * day,
  });
}

function entry(
  act: CalendarEntry['act'],
  { from, within, spike, stagger }: DailyWindow,
  day: number,
  streams: { readonly offset: number; readonly spike: number },
): CalendarEntry {
  const dayMs = day * DAY_MS;
  return {
    act,
    window: { fromMs: dayMs + from, withinMs: within },
    ...(spike === undefined
      ? {}
      : {
          spike: {
            percent: spike.percent,
            stream: streams.spike,
            window: { fromMs: dayMs + spike.from, withinMs: spike.within },
          },
        }),
    offsetStream: streams.offset,
    ...staggerOf(stagger),
  };
}

function staggerOf(stagger: Stagger | undefined): Pick<CalendarEntry, 'stagger'> {
  if (stagger === undefined) return {};
  const slots = Math.max(1, Math.ceil(stagger.over / stagger.every));
  return { stagger: { by: stagger.by, slots, everyMs: stagger.every } };
}
