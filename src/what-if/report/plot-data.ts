import { sumOf } from './figures.js';
import { DAY_MS, timeOfDay } from './quantities.js';
import type { ScenarioSummary, SeriesColumn, SeriesColumns } from '#libs/what-if';

/** Rows of all scenarios together: what keeps the page small. A scenario alone has up to three days of minutes. */
const MOST_ROWS = 30_000;
const MOST_ROWS_EACH = 4_320;
const FEWEST_ROWS_EACH = 240;
/** Scenarios beyond these have no curves. */
export const MOST_PLOTTED = 60;

/** How rows merge into one: counts add up, a queue and a p99 keep their peak, a level is that of the last row. */
const MERGES = {
  ready: 'sum',
  throttled: 'sum',
  waitingForPlacement: 'peak',
  readyP50Ms: 'by-ready',
  readyP99Ms: 'peak',
  hostsUsed: 'last',
  running: 'last',
  hibernated: 'last',
} as const satisfies Partial<Record<SeriesColumn, string>>;
export type PlottedColumn = keyof typeof MERGES;
export const PLOTTED_COLUMNS = Object.keys(MERGES) as readonly PlottedColumn[];

/** What the page's script draws. */
export interface PlotData {
  /** Time of one row, the same in all scenarios. */
  readonly stepMs: number;
  readonly scenarios: readonly {
    readonly name: string;
    readonly columns: Readonly<Record<PlottedColumn, readonly number[]>>;
  }[];
}

export function plotData(scenarios: readonly ScenarioSummary[]): PlotData {
  const plotted = scenarios.slice(0, MOST_PLOTTED);
  const commonMs = plotted.reduce((step, { series }) => leastCommonMultiple(step, series.stepMs), 1);
  const longest = Math.max(0, ...plotted.map(({ series }) => (series.stepMs * series.rows) / commonMs));
  const room = Math.max(
    FEWEST_ROWS_EACH,
    Math.min(MOST_ROWS_EACH, Math.floor(MOST_ROWS / Math.max(1, plotted.length))),
  );
  const stepMs = commonMs * Math.max(1, Math.ceil(longest / room));
  return {
    stepMs,
    scenarios: plotted.map(({ name, series }) => ({
      name,
      columns: mergedColumns(series, stepMs / series.stepMs),
    })),
  };
}

function mergedColumns(series: SeriesColumns, rows: number): PlotData['scenarios'][number]['columns'] {
  return Object.fromEntries(
    PLOTTED_COLUMNS.map((name) => [name, mergedColumn(series, name, rows)]),
  ) as unknown as PlotData['scenarios'][number]['columns'];
}

function mergedColumn(
  { columns, rows: total }: SeriesColumns,
  name: PlottedColumn,
  rows: number,
): readonly number[] {
  const merged: number[] = [];
  for (let from = 0; from < total; from += rows) {
    const values = columns[name].slice(from, from + rows);
    const ready = columns.ready.slice(from, from + rows);
    merged.push(rounded(name, mergedValue(MERGES[name], values, ready)));
  }
  return merged;
}

function mergedValue(
  merge: (typeof MERGES)[PlottedColumn],
  values: readonly number[],
  ready: readonly number[],
): number {
  switch (merge) {
    case 'sum':
      return sumOf(values, (value) => value);
    case 'peak':
      return Math.max(...values);
    case 'last':
      return values.at(-1) ?? 0;
    case 'by-ready': {
      const weight = sumOf(ready, (each) => each);
      const weighted = values.reduce((sum, value, at) => sum + value * (ready[at] ?? 0), 0);
      return weight === 0 ? 0 : weighted / weight;
    }
  }
}

/** No eye tells 0.1 s apart on these plots. */
function rounded(name: PlottedColumn, value: number): number {
  return name === 'readyP50Ms' || name === 'readyP99Ms' ? Math.round(value / 100) * 100 : value;
}

function leastCommonMultiple(one: number, other: number): number {
  let [a, b] = [one, other];
  while (b !== 0) [a, b] = [b, a % b];
  return (one / a) * other;
}

/** A part of the run that is worth a look of its own. */
export interface View {
  readonly label: string;
  readonly fromMs: number;
  readonly toMs: number;
}

const HALF_HOUR_MS = 30 * 60_000;
const VIEW_MS = 4 * 60 * 60_000;

/** The busiest hours of each day on which starts are asked for, over all scenarios. */
export function busiestViews(scenarios: readonly ScenarioSummary[]): readonly View[] {
  const days = Math.max(0, ...scenarios.map((each) => each.days));
  const starts = new Map<number, number>();
  for (const { series } of scenarios.slice(0, MOST_PLOTTED)) {
    series.columns.startsAsked.forEach((value, row) => {
      const slot = Math.floor((row * series.stepMs) / HALF_HOUR_MS);
      starts.set(slot, (starts.get(slot) ?? 0) + value);
    });
  }
  return Array.from({ length: days }, (_, day) => viewOfDay(day, starts)).flatMap((view) => view ?? []);
}

/** Of all views of the day that hold nearly the most starts the one in their middle. */
function viewOfDay(day: number, starts: ReadonlyMap<number, number>): View | undefined {
  const slotsOfDay = DAY_MS / HALF_HOUR_MS;
  const slotsOfView = VIEW_MS / HALF_HOUR_MS;
  const candidates = Array.from({ length: slotsOfDay - slotsOfView + 1 }, (_, at) => {
    const first = day * slotsOfDay + at;
    const slots = Array.from({ length: slotsOfView }, (_slot, step) => starts.get(first + step) ?? 0);
    return { first, asked: sumOf(slots, (each) => each) };
  });
  const most = Math.max(...candidates.map(({ asked }) => asked));
  const best = candidates.filter(({ asked }) => asked >= most * 0.995);
  const chosen = best[Math.floor((best.length - 1) / 2)];
  if (chosen === undefined || most === 0) return undefined;
  const fromMs = chosen.first * HALF_HOUR_MS;
  const toMs = fromMs + VIEW_MS;
  const until = toMs % DAY_MS === 0 ? '24:00' : timeOfDay(toMs);
  return { label: `Day ${day}, ${timeOfDay(fromMs)} to ${until}`, fromMs, toMs };
}
