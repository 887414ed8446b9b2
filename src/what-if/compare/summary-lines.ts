import type { ScenarioSummary } from '#libs/what-if';
import { printable } from '../../cli/render/printable.js';
import { PLAIN, type Style } from '../../cli/render/style.js';
import { tableLines } from '../../cli/render/table.js';
import { causeTallies, type CauseTally, TROUBLE_WORDS } from '../report/causes.js';
import { type Figures, figuresOf } from '../report/figures.js';
import { breakable, count, dollars, duration, hours, NONE, percent } from '../report/quantities.js';

/** With more scenarios a cause has a column for where it comes most often, instead of one for each. */
const MOST_COUNT_COLUMNS = 4;
/** The report has all. */
const MOST_CAUSES = 20;

/** What a run came to, as lines for a terminal: a row per scenario, then what went wrong and why. */
export function summaryLines(summaries: readonly ScenarioSummary[], style: Style = PLAIN): readonly string[] {
  if (summaries.length === 0) return ['No scenario is done.'];
  const tallies = causeTallies(summaries);
  return [
    ...scenarioTable(summaries, style),
    ...(tallies.length === 0 ? [] : ['', ...causeTable(summaries, tallies, style)]),
  ].map(breakable);
}

interface FigureColumn {
  readonly title: string;
  readonly text: (figures: Figures) => string;
}

const OF_GUESTS: readonly FigureColumn[] = [
  { title: 'memory lost', text: ({ vmsMemoryLost }) => count(vmsMemoryLost) },
  { title: 'hang', text: ({ vmsHung }) => count(vmsHung) },
  { title: 'damaged', text: ({ vmsDegraded }) => count(vmsDegraded) },
];

const OF_ALL: readonly FigureColumn[] = [
  { title: 'not placed', text: ({ notPlaced }) => count(notPlaced) },
  { title: 'ready p50', text: ({ ready }) => (ready === undefined ? NONE : duration(ready.p50Ms)) },
  { title: 'ready p99', text: ({ ready }) => (ready === undefined ? NONE : duration(ready.p99Ms)) },
  { title: 'queue', text: ({ peakQueue }) => count(peakQueue) },
  { title: '429s', text: ({ throttled }) => count(throttled) },
];

const SAVED: FigureColumn = {
  title: 'saved',
  text: ({ savedUsd }) => (savedUsd === undefined ? NONE : dollars(savedUsd)),
};

const EMPTY: FigureColumn = { title: 'hosts empty', text: ({ emptyHostHours }) => hours(emptyHostHours) };

const HOSTS: FigureColumn = { title: 'hosts', text: ({ hosts }) => count(hosts) };

function scenarioTable(summaries: readonly ScenarioSummary[], style: Style): readonly string[] {
  const figures = summaries.map(figuresOf);
  const hasGuests = figures.some((each) => each.hasGuests);
  const columns: readonly FigureColumn[] = [
    {
      title: hasGuests ? 'back whole' : 'came back',
      text: ({ wholeShare }) => (wholeShare === undefined ? NONE : percent(wholeShare)),
    },
    ...(hasGuests ? OF_GUESTS : []),
    ...OF_ALL,
    ...(new Set(figures.map(({ hosts }) => hosts)).size > 1 ? [HOSTS] : []),
    figures.some(({ savedUsd }) => savedUsd !== undefined) ? SAVED : EMPTY,
  ];
  return tableLines(
    [
      { title: 'scenario' },
      ...columns.map(({ title }) => ({ title, align: 'right' as const })),
      { title: 'digest' },
    ],
    summaries.map(({ name, counts }, at) => [
      printable(name),
      ...columns.map(({ text }) => text(figures[at]!)),
      counts.digest,
    ]),
    style,
  );
}

function causeTable(
  summaries: readonly ScenarioSummary[],
  tallies: readonly CauseTally[],
  style: Style,
): readonly string[] {
  const isPerScenario = summaries.length <= MOST_COUNT_COLUMNS;
  const shown = tallies.slice(0, MOST_CAUSES);
  const left = tallies.length - shown.length;
  const counts = isPerScenario
    ? summaries.map(({ name }) => ({
        title: summaries.length === 1 ? 'times' : printable(name),
        align: 'right' as const,
      }))
    : [{ title: 'times', align: 'right' as const }, { title: 'most often in' }];
  return [
    ...tableLines(
      [{ title: 'went wrong' }, { title: 'rule' }, ...counts, { title: 'why' }],
      shown.map((tally) => [
        TROUBLE_WORDS[tally.trouble].toLowerCase(),
        tally.rule ?? '',
        ...(isPerScenario ? tally.counts.map(count) : mostOften(tally, summaries)),
        printable(tally.summary),
      ]),
      style,
    ),
    ...(left === 0 ? [] : [`and ${count(left)} more, in the report.`]),
  ];
}

function mostOften({ counts }: CauseTally, summaries: readonly ScenarioSummary[]): readonly string[] {
  const most = Math.max(...counts);
  return [count(most), printable(summaries[counts.indexOf(most)]?.name ?? '')];
}
