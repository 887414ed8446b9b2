import { figuresOf, servesAll, type Figures } from './figures.js';
import { html, NOTHING, type Markup } from '#libs/explanation';
import {
  count,
  duration,
  hours,
  NONE,
  percent,
  plural,
  shortCount,
  shortDollars,
  timeOfRun,
} from './quantities.js';
import type { RunReport } from './run-report.js';
import { scenarioLabel } from './scenario-label.js';
import { bar, table } from './table.js';

interface HeadlineColumn {
  readonly title: string;
  readonly value: (figures: Figures) => number | undefined;
  readonly text: (value: number) => string;
  readonly note: (figures: Figures) => string;
  readonly better: 'more' | 'less';
  /** Which scenarios may be best; absent: all. */
  readonly mayWin?: (figures: Figures) => boolean;
}

const WHOLE: HeadlineColumn = {
  title: 'Came back whole',
  value: ({ wholeShare }) => wholeShare,
  text: percent,
  note: ({ resumesAsked, damagedShare }) =>
    (damagedShare ?? 0) === 0
      ? `of ${shortCount(resumesAsked)} resumes`
      : `${percent(damagedShare ?? 0)} came back damaged`,
  better: 'more',
};

const MEMORY_LOST: HeadlineColumn = {
  title: 'Memory lost',
  value: ({ vmsMemoryLost, vmsHung, hasGuests }) => (hasGuests ? vmsMemoryLost + vmsHung : undefined),
  text: shortCount,
  note: ({ vms, vmsHung }) =>
    `of ${shortCount(vms)} VMs${vmsHung === 0 ? '' : `; ${shortCount(vmsHung)} hang`}`,
  better: 'less',
};

const NOT_PLACED: HeadlineColumn = {
  title: 'Not placed',
  value: ({ notPlaced }) => notPlaced,
  text: shortCount,
  note: ({ noCompatibleHost, bootsNotPlaced, notPlaced }) =>
    [
      'starts',
      ...(noCompatibleHost === 0 ? [] : [`${shortCount(noCompatibleHost)} incompatible`]),
      ...(bootsNotPlaced === 0 ? [] : [`${shortCount(bootsNotPlaced)} boots`]),
      ...(notPlaced > 0 && noCompatibleHost === 0 && bootsNotPlaced === 0 ? ['no room'] : []),
    ].join('; '),
  better: 'less',
};

const P99: HeadlineColumn = {
  title: 'Ready within, p99',
  value: ({ ready }) => ready?.p99Ms,
  text: duration,
  note: ({ ready }) => (ready === undefined ? '' : `half within ${duration(ready.p50Ms)}`),
  better: 'less',
};

const QUEUE: HeadlineColumn = {
  title: 'Longest queue',
  value: ({ peakQueue }) => peakQueue,
  text: shortCount,
  note: ({ peakQueueAtMs }) => (peakQueueAtMs === undefined ? 'starts waiting' : timeOfRun(peakQueueAtMs)),
  better: 'less',
};

const TURNED_AWAY: HeadlineColumn = {
  title: 'Turned away (429)',
  value: ({ throttled }) => throttled,
  text: shortCount,
  note: ({ throttledGivenUp }) =>
    throttledGivenUp === 0 ? 'requests' : `requests; ${shortCount(throttledGivenUp)} given up`,
  better: 'less',
};

const SAVED: HeadlineColumn = {
  title: 'Saved',
  value: ({ savedUsd }) => savedUsd,
  text: shortDollars,
  note: ({ savedShare }) => (savedShare === undefined ? 'of compute' : `${percent(savedShare)} of compute`),
  better: 'more',
  mayWin: servesAll,
};

const SAME_HOST: HeadlineColumn = {
  title: 'Back on its own host',
  value: ({ sameHostShare }) => sameHostShare,
  text: percent,
  note: () => 'of resumes placed',
  better: 'more',
};

const HOSTS: HeadlineColumn = {
  title: 'Hosts',
  value: ({ hosts }) => hosts,
  text: shortCount,
  note: ({ mostHostsUsed }) => `at most ${shortCount(mostHostsUsed)} in use`,
  better: 'less',
  mayWin: servesAll,
};

const EMPTY_HOURS: HeadlineColumn = {
  title: 'Hosts empty',
  value: ({ emptyHostHours }) => emptyHostHours,
  text: hours,
  note: () => 'host-hours',
  better: 'more',
  mayWin: servesAll,
};

/** Headline figures, scenario beside scenario: what the question asks for. */
export function headlineSection(run: RunReport): Markup {
  if (run.scenarios.length === 0) return NOTHING;
  const figures = run.scenarios.map(figuresOf);
  const columns = headlineColumns(figures);
  const compact = run.scenarios.length > 6 ? ' many' : '';
  return html`<section aria-labelledby="headline-title" class="glance">
    <h2 id="headline-title">At a glance</h2>
    ${table({
      id: 'headline',
      className: `headline${compact}${run.scenarios.length === 1 ? ' single' : ''}`,
      caption: 'Times and queue are those of the worst morning.',
      columns: [{ title: 'Scenario' }, ...columns.map(({ title }) => ({ title }))],
      rows: figures.map((each, at) => [
        scenarioLabel(run.scenarios[at]?.name ?? '', at, figures.length),
        ...columns.map((column) => cell(column, each, figures)),
      ]),
    })}
    ${skippedText(run)}
  </section>`;
}

function headlineColumns(figures: readonly Figures[]): readonly HeadlineColumn[] {
  const hasGuests = figures.some((each) => each.hasGuests);
  const hasMoney = figures.some(({ savedUsd }) => savedUsd !== undefined);
  const isThrottled = figures.some(({ throttled }) => throttled > 0);
  const haveOwnHosts = new Set(figures.map(({ hosts }) => hosts)).size > 1;
  const hasQueue = figures.some(({ peakQueue }) => peakQueue > 0);
  return [
    hasGuests ? WHOLE : { ...WHOLE, title: 'Came back' },
    ...(hasGuests ? [MEMORY_LOST] : []),
    NOT_PLACED,
    P99,
    ...(hasQueue || !isThrottled ? [QUEUE] : []),
    ...(isThrottled ? [TURNED_AWAY] : []),
    ...(hasGuests ? [] : [SAME_HOST]),
    ...(haveOwnHosts ? [HOSTS] : []),
    ...(hasMoney ? [SAVED] : haveOwnHosts ? [] : [EMPTY_HOURS]),
  ];
}

function cell(column: HeadlineColumn, figures: Figures, all: readonly Figures[]): Markup {
  const value = column.value(figures);
  if (value === undefined) return html`<span class="figure">${NONE}</span>`;
  const values = all.flatMap((each) => column.value(each) ?? []);
  const rivals = all.filter(column.mayWin ?? (() => true));
  const best = bestText(
    column,
    rivals.flatMap((each) => column.value(each) ?? []),
  );
  const isBest = best === column.text(value) && rivals.includes(figures);
  const most = Math.max(...values, 0);
  return html`<span class="figure${isBest ? ' is-best' : ''}"
      >${column.text(value)}${isBest ? html` <span class="best">best</span>` : NOTHING}</span
    >
    ${all.length > 1 ? bar(most === 0 ? 0 : Math.max(0, value) / most) : NOTHING}
    <span class="note">${column.note(figures)}</span>`;
}

/** Below such a difference between best and worst nobody is better, relative to the worse. */
const NO_DIFFERENCE = 0.05;

/** How the best of a column reads; nothing where they are about the same. */
function bestText({ better, text }: HeadlineColumn, values: readonly number[]): string | undefined {
  const most = Math.max(...values);
  const least = Math.min(...values);
  const [best, worst] = better === 'more' ? [most, least] : [least, most];
  // Of shares near 1, what is missing is what differs.
  const scale = text === percent ? 1 - least : Math.max(Math.abs(most), Math.abs(least));
  const isAlike = !(most - least >= scale * NO_DIFFERENCE);
  return isAlike || text(best) === text(worst) ? undefined : text(best);
}

function skippedText({ skippedScenarios = [] }: RunReport): Markup {
  if (skippedScenarios.length === 0) return NOTHING;
  return html`<p class="warning">
    <b>Not everything is here.</b> ${plural(skippedScenarios.length, 'scenario')} without a result:
    ${skippedScenarios.map((name, at) => html`${at === 0 ? '' : '; '}<bdi>${name}</bdi>`)}. Run the experiment
    again with the same folder to go on.
  </p>`;
}

/** What the run is about, in one line. */
export function sizeText({ scenarios }: RunReport): string {
  const distinct = (values: readonly number[]) => [...new Set(values)].sort((one, other) => one - other);
  const span = (values: readonly number[], one: string, many?: string) => {
    const known = distinct(values);
    const last = known.at(-1) ?? 0;
    return known.length > 1
      ? `${count(known[0] ?? 0)} to ${plural(last, one, many)}`
      : plural(last, one, many);
  };
  const seeds = distinct(scenarios.map(({ seed }) => seed));
  return [
    plural(scenarios.length, 'scenario'),
    span(
      scenarios.map(({ counts }) => counts.vms),
      'VM',
    ),
    span(
      scenarios.map(({ counts }) => counts.hosts),
      'host',
    ),
    span(
      scenarios.map(({ days }) => days),
      'day',
    ),
    seeds.length > 3 ? `${seeds.length} seeds` : `seed ${seeds.join(', ')}`,
  ].join(' · ');
}
