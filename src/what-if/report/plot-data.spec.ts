import type { ScenarioSummary, SeriesColumns } from '#libs/what-if';
import { SERIES_COLUMNS } from '#libs/what-if';
import { describe, expect, it } from 'vitest';
import { busiestViews, MOST_PLOTTED, plotData } from './plot-data.js';
import { stormSummary } from './testing/run-reports.js';

const HOUR = 3_600_000;
const BASIS = stormSummary({ name: 'one', vms: 100, days: 2 });

function series(stepMs: number, columns: Partial<SeriesColumns['columns']>): SeriesColumns {
  const rows = Object.values(columns)[0]?.length ?? 0;
  const zeroes = Object.fromEntries(
    SERIES_COLUMNS.map((name) => [name, Array.from({ length: rows }, () => 0)]),
  );
  return { stepMs, rows, columns: { ...(zeroes as unknown as SeriesColumns['columns']), ...columns } };
}

function scenario(name: string, columns: SeriesColumns): ScenarioSummary {
  return { ...BASIS, name, series: columns };
}

describe('the data of the plots', () => {
  it('is the series as it is where there is room', () => {
    const data = plotData([scenario('a', series(1_000, { ready: [1, 2, 3], readyP99Ms: [149, 150, 0] }))]);
    expect(data).toEqual({
      stepMs: 1_000,
      scenarios: [
        {
          name: 'a',
          columns: {
            ready: [1, 2, 3],
            throttled: [0, 0, 0],
            waitingForPlacement: [0, 0, 0],
            readyP50Ms: [0, 0, 0],
            readyP99Ms: [100, 200, 0],
            hostsUsed: [0, 0, 0],
            running: [0, 0, 0],
            hibernated: [0, 0, 0],
          },
        },
      ],
    });
  });

  it('brings steps to a common one: counts add up, queue and p99 keep peaks, levels end as they ended', () => {
    const fine = series(2_000, {
      ready: [1, 3, 0, 5, 7],
      waitingForPlacement: [4, 9, 2, 1, 1],
      readyP50Ms: [1_000, 2_000, 0, 3_000, 3_000],
      readyP99Ms: [5_000, 4_000, 0, 6_000, 7_000],
      running: [1, 2, 3, 4, 5],
    });
    const coarse = series(3_000, { ready: [10, 20, 30] });
    const { stepMs, scenarios } = plotData([scenario('fine', fine), scenario('coarse', coarse)]);
    const { ready, waitingForPlacement, readyP50Ms, readyP99Ms, running } = scenarios[0]!.columns;
    expect({ stepMs, ready, waitingForPlacement, readyP50Ms, readyP99Ms, running }).toEqual({
      stepMs: 6_000,
      ready: [4, 12],
      waitingForPlacement: [9, 1],
      readyP50Ms: [1_800, 3_000],
      readyP99Ms: [5_000, 7_000],
      running: [3, 5],
    });
    expect(scenarios[1]!.columns.ready).toEqual([30, 30]);
  });

  it('thins out what is long, without losing a start', () => {
    const ready = Array.from({ length: 20_000 }, (_, row) => row % 7);
    const { stepMs, scenarios } = plotData([scenario('long', series(60_000, { ready }))]);
    const thinned = scenarios[0]!.columns.ready;
    expect([stepMs, thinned.length]).toEqual([300_000, 4_000]);
    expect(thinned.reduce((sum, each) => sum + each, 0)).toBe(ready.reduce((sum, each) => sum + each, 0));
  });

  it('has no more scenarios than a page can hold', () => {
    const many = Array.from({ length: MOST_PLOTTED + 5 }, (_, at) =>
      scenario(String(at), series(HOUR, { ready: [1] })),
    );
    expect(plotData(many).scenarios.length).toBe(MOST_PLOTTED);
    expect(plotData([])).toEqual({ stepMs: 1, scenarios: [] });
  });
});

it('looks at the busiest hours of each day that has starts', () => {
  const startsAsked = Array.from({ length: 72 }, (_, hour) =>
    hour === 9 ? 5 : hour === 8 ? 1 : hour === 71 ? 2 : 0,
  );
  const days = { ...scenario('a', series(HOUR, { startsAsked })), days: 3 };
  expect(busiestViews([days])).toEqual([
    { label: 'Day 0, 06:30 to 10:30', fromMs: 6.5 * HOUR, toMs: 10.5 * HOUR },
    { label: 'Day 2, 19:30 to 23:30', fromMs: 67.5 * HOUR, toMs: 71.5 * HOUR },
  ]);
});
