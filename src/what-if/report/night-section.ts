import type { NightSummary, ScenarioSummary } from '#libs/what-if';
import { cameBackWhole, ended, followsGuests, startsEnded, sumOf } from './figures.js';
import { html, maybe, NOTHING, type Markup } from '#libs/explanation';
import { count, duration, NONE, percent, shortCount, timeOfDay } from './quantities.js';
import { scenarioLabel } from './scenario-label.js';
import { bar, table } from './table.js';

/** Beyond so many rows the table scrolls within a height of its own. */
const LONG = 24;

/** Night after night: what one night does to the next, and every morning's figures. */
export function nightSection(scenarios: readonly ScenarioSummary[]): Markup {
  const rows = sumOf(scenarios, ({ nights }) => nights.length);
  if (rows === 0) return NOTHING;
  const hasGuests = scenarios.some(followsGuests);
  return html`<section aria-labelledby="nights-title">
    <h2 id="nights-title">Night after night</h2>
    ${effectTable(scenarios)}
    ${table({
      id: 'nights',
      className: 'nights',
      caption: 'Starts and hibernations, by the day on which they were asked for',
      columns: [
        { title: 'Day' },
        ...['Starts asked', hasGuests ? 'Came back whole' : 'Came back'].map(numeric),
        ...[...(hasGuests ? ['Damaged', 'Memory lost', 'Hang'] : []), 'No host'].map(numeric),
        ...['Ready p50', 'p99', 'Longest', 'Queue', 'at', '429s'].map(numeric),
        ...['Asked to sleep', ...(hasGuests ? ['Asleep', 'Stayed awake'] : [])].map(numeric),
      ],
      rows: scenarios.flatMap((summary, at) =>
        summary.nights.map((night) =>
          nightRow(summary, night, { at, scenarios: scenarios.length, hasGuests }),
        ),
      ),
      isLong: rows > LONG,
    })}
  </section>`;
}

function numeric(title: string): { readonly title: string; readonly isNumber: true } {
  return { title, isNumber: true };
}

interface Place {
  readonly at: number;
  readonly scenarios: number;
}

function nightRow(
  summary: ScenarioSummary,
  night: NightSummary,
  { at, scenarios, hasGuests }: Place & { readonly hasGuests: boolean },
): readonly Markup[] {
  const isFirst = night === summary.nights[0];
  const name = html`<span class="${isFirst ? '' : 'unseen'}"
    >${scenarioLabel(summary.name, at, scenarios)}
  </span>`;
  const label = scenarios === 1 ? NOTHING : name;
  const guests = followsGuests(summary);
  const ofGuests = (...values: readonly number[]) =>
    hasGuests ? values.map((value) => (guests ? count(value) : NONE)) : [];
  const took = (timeMs: number) => (night.readyMaxMs === 0 ? NONE : duration(timeMs));
  return [
    html`${label}<span class="day">day ${night.day}</span>`,
    ...[
      count(night.startsAsked),
      startsEnded(night, guests) === 0 ? NONE : count(cameBackWhole(night, guests)),
      ...ofGuests(ended(night, 'degraded'), ended(night, 'cold'), ended(night, 'hung')),
      count(night.noCapacity + night.noCompatibleHost),
      took(night.readyP50Ms),
      took(night.readyP99Ms),
      took(night.readyMaxMs),
      count(night.peakQueue),
      night.peakQueue === 0 ? NONE : timeOfDay(night.peakQueueAtMs),
      count(night.throttled),
      count(night.hibernationsAsked),
      ...ofGuests(night.hibernationsByKind.asleep ?? 0, stayedAwake(night)),
    ].map((text) => html`${text}`),
  ];
}

/** Hibernations that did not end asleep. */
function stayedAwake({ hibernationsByKind: by }: NightSummary): number {
  return (by.refused ?? 0) + (by.aborted ?? 0) + (by.hung ?? 0) + (by.stopped ?? 0);
}

/** Mornings side by side: a device that one night loses may keep the VM awake in the next. */
function effectTable(scenarios: readonly ScenarioSummary[]): Markup {
  const days = [...new Set(scenarios.flatMap(({ nights }) => nights.map(({ day }) => day)))].sort(
    (one, other) => one - other,
  );
  if (days.length < 2) return NOTHING;
  const anyGuests = scenarios.some(followsGuests);
  return html`<p class="intro">
      ${
        anyGuests
          ? 'What a guest loses in one night can keep it from sleeping in the next: compare the days of a row.'
          : 'Compare the days of a row: what one leaves on the hosts, the next finds there.'
      }
    </p>
    ${table({
      id: 'mornings',
      className: 'mornings',
      caption: `${anyGuests ? 'Came back whole' : 'Came back'}, of what was asked to, day by day`,
      columns: [
        { title: 'Scenario' },
        ...days.map((day) => ({ title: `Day ${day}` })),
        { title: 'First to last', isNumber: true },
      ],
      rows: scenarios.map((summary, at) => effectRow(summary, days, { at, scenarios: scenarios.length })),
    })}`;
}

function effectRow(
  summary: ScenarioSummary,
  days: readonly number[],
  { at, scenarios }: Place,
): readonly Markup[] {
  const guests = followsGuests(summary);
  const shares = days.map((day) => {
    const night = summary.nights.find((each) => each.day === day);
    if (night === undefined) return undefined;
    const asked = startsEnded(night, guests);
    return {
      ...(asked === 0 ? {} : { share: cameBackWhole(night, guests) / asked }),
      awake: stayedAwake(night),
    };
  });
  const known = shares.flatMap((each) => each?.share ?? []);
  const first = known[0] ?? 0;
  const last = known.at(-1) ?? 0;
  return [
    scenarioLabel(summary.name, at, scenarios),
    ...shares.map((each) =>
      each === undefined
        ? html`${NONE}`
        : html`<span class="figure small">${each.share === undefined ? NONE : percent(each.share)}</span
            >${maybe(each.share, (share) => bar(share))}
            ${guests ? html`<span class="note">${shortCount(each.awake)} stayed awake</span>` : NOTHING}`,
    ),
    html`${known.length < 2 ? NONE : pointsText((last - first) * 100)}`,
  ];
}

/** `▼ 1.20 points`. */
function pointsText(points: number): string {
  const size = Math.abs(points).toFixed(2);
  if (Number(size) === 0) return 'no change';
  return `${points < 0 ? '▼' : '▲'} ${size} points`;
}
