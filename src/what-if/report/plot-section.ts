import type { ScenarioSummary } from '#libs/what-if';
import { startsEnded } from './figures.js';
import { html, NOTHING, type Markup } from '#libs/explanation';
import { busiestViews, MOST_PLOTTED, type PlotData, type PlottedColumn, type View } from './plot-data.js';
import { count, DAY_MS, duration, plural } from './quantities.js';
import { COLOURS } from './scenario-label.js';

/** So many are drawn at first where there are more. */
const SHOWN_AT_FIRST = 4;

interface Plot {
  readonly title: string;
  readonly about: string;
  readonly column: PlottedColumn;
  /** Drawn thinner, beside the column. */
  readonly beside?: PlottedColumn;
  readonly unit: 'count' | 'per-minute' | 'duration';
}

const MORNING_PLOTS: readonly Plot[] = [
  {
    title: 'Waiting for a host',
    about: 'Starts in the queue for placement.',
    column: 'waitingForPlacement',
    unit: 'count',
  },
  { title: 'Ready per minute', about: 'VMs that came back.', column: 'ready', unit: 'per-minute' },
  {
    title: 'Time to ready',
    about: 'From the request to running: p99, and p50 as a dotted line.',
    column: 'readyP99Ms',
    beside: 'readyP50Ms',
    unit: 'duration',
  },
  {
    title: 'Turned away per minute',
    about: 'Requests answered with 429, each attempt counted.',
    column: 'throttled',
    unit: 'per-minute',
  },
];

const FLEET_PLOTS: readonly Plot[] = [
  { title: 'Hosts used', about: 'Hosts with at least one VM on them.', column: 'hostsUsed', unit: 'count' },
  {
    title: 'VMs running and asleep',
    about: 'Running, and hibernated as a dotted line.',
    column: 'running',
    beside: 'hibernated',
    unit: 'count',
  },
];

/** Curves over time. What is drawn is chosen here and drawn by the page's script. */
export function plotSections(scenarios: readonly ScenarioSummary[], data: PlotData): Markup {
  if (data.scenarios.every(({ columns }) => columns.running.length === 0)) return NOTHING;
  const views = busiestViews(scenarios);
  return html`<section aria-labelledby="plots-title">
    <h2 id="plots-title">The morning</h2>
    <p class="intro">${introText(data)}</p>
    <noscript
      ><p class="warning">
        The curves need the script in this file; all figures are in the tables.
      </p></noscript
    >
    <div class="controls${data.scenarios.length <= COLOURS ? ' few' : ''}">
      ${scenarioChoice(data)} ${viewChoice(views, scenarios, data)}
    </div>
    <div class="plots">
      ${MORNING_PLOTS.filter((plot) => hasCurve(plot, data)).map((plot) => figure(plot, scenarios))}
    </div>
    <h3>Hosts and VMs over the whole run</h3>
    <div class="plots">${FLEET_PLOTS.map((plot) => figure(plot, scenarios, 'whole'))}</div>
  </section>`;
}

/** Nobody needs to see that nothing ever waited, or was turned away. */
function hasCurve({ column }: Plot, { scenarios }: PlotData): boolean {
  return scenarios.some(({ columns }) => columns[column].some((value) => value > 0));
}

function introText({ stepMs, scenarios }: PlotData): string {
  const reading = `Each point stands for ${duration(stepMs)}; of the queue and the p99 it is the highest.`;
  return `All scenarios share the axes of a plot. Drag across a plot to look closer, double-click to look at everything. ${reading}${
    scenarios.length === MOST_PLOTTED ? ` Curves of the first ${MOST_PLOTTED} scenarios only.` : ''
  }`;
}

function scenarioChoice({ scenarios }: PlotData): Markup {
  if (scenarios.length < 2) return NOTHING;
  const isAll = scenarios.length <= COLOURS;
  return html`<fieldset class="choice" id="plot-scenarios">
    <legend>
      Scenarios drawn${isAll ? '' : ` (at most ${COLOURS} of ${plural(scenarios.length, 'scenario')})`}
    </legend>
    <div class="options">
      ${scenarios.map(
        ({ name }, at) =>
          html`<label
            ><input
              type="checkbox"
              value="${at}"
              ${isAll || at < SHOWN_AT_FIRST ? html`checked` : NOTHING}
            /><span class="swatch"></span><bdi>${name}</bdi></label
          >`,
      )}
    </div>
  </fieldset>`;
}

function viewChoice(
  views: readonly View[],
  scenarios: readonly ScenarioSummary[],
  { stepMs, scenarios: curves }: PlotData,
): Markup {
  const chosen = worstView(views, scenarios);
  const rows = Math.max(...curves.map(({ columns }) => columns.running.length));
  const whole: View = { label: 'Whole run', fromMs: 0, toMs: rows * stepMs };
  return html`<div class="choice" role="group" aria-label="Time shown" id="plot-views">
    ${[...views, whole].map(
      (view) =>
        html`<button
          type="button"
          data-from="${view.fromMs}"
          data-to="${view.toMs}"
          aria-pressed="${view === (chosen ?? whole) ? 'true' : 'false'}"
        >
          ${view.label}
        </button>`,
    )}
  </div>`;
}

/** The day with the longest queue on which VMs came back; without queues, with the most starts. */
function worstView(views: readonly View[], scenarios: readonly ScenarioSummary[]): View | undefined {
  const mornings = scenarios
    .flatMap((each) => each.nights)
    .filter((night) => startsEnded(night, true) > 0)
    .sort((one, other) => other.peakQueue - one.peakQueue || other.startsAsked - one.startsAsked);
  const day = mornings[0]?.day;
  return views.find(({ fromMs }) => Math.floor(fromMs / DAY_MS) === day) ?? views.at(-1);
}

function figure(plot: Plot, scenarios: readonly ScenarioSummary[], span = 'view'): Markup {
  const { title, about, column, beside = '', unit } = plot;
  return html`<figure class="plot">
    <figcaption><b>${title}</b> <span class="note">${about}</span></figcaption>
    <div
      class="canvas"
      role="img"
      tabindex="0"
      aria-label="${title}. ${spokenPeaks(plot, scenarios)}"
      data-column="${column}"
      data-beside="${beside}"
      data-unit="${unit}"
      data-span="${span}"
    ></div>
    <p class="readout"></p>
  </figure>`;
}

/** What a reader who sees no curves is told: the peaks. */
function spokenPeaks({ column, unit }: Plot, scenarios: readonly ScenarioSummary[]): string {
  const peaks = scenarios.slice(0, COLOURS).map(({ name, series }) => {
    const peak = series.columns[column].reduce((most, value) => Math.max(most, value), 0);
    if (unit === 'duration') return `${name}: at most ${duration(peak)}.`;
    return `${name}: at most ${count(unit === 'count' ? peak : peak / (series.stepMs / 60_000))}.`;
  });
  return peaks.join(' ');
}
