import type { ScenarioSummary } from '#libs/what-if';
import { TROUBLES, TROUBLE_WORDS, type CauseTally } from './causes.js';
import { html, maybe, NOTHING, type Markup } from '#libs/explanation';
import { count, percent, plural, shortCount } from './quantities.js';
import { ruleLink } from './rule-links.js';
import { scenarioLabel } from './scenario-label.js';
import { bar, table, type Column } from './table.js';

/** So many causes are told here; the appendix has all. */
const MOST_CAUSES = 14;
/** With more scenarios than this, a cause has one count instead of one for each of them. */
const MOST_COUNT_COLUMNS = 5;
/** Segments narrower than this have no room for a rule id. Shares of the width. */
const WIDE = 0.16;
const NARROW = 0.07;

/** Who does not come back, and why. */
export function causeSection(scenarios: readonly ScenarioSummary[], tallies: readonly CauseTally[]): Markup {
  const troubles = TROUBLES.filter((trouble) => tallies.some((tally) => tally.trouble === trouble));
  return html`<section aria-labelledby="causes-title">
    <h2 id="causes-title">Who does not come back, and why</h2>
    ${
      tallies.length === 0
        ? html`<p>Everything that was asked for went well, in every scenario.</p>`
        : html`<p class="intro">
              Boots, hibernations and resumes that did not end as they should, by cause, over the whole run.
            </p>
            <ul class="legend">
              ${troubles.map((trouble) => html`<li><span class="chip ${trouble}"></span>${TROUBLE_WORDS[trouble]}</li>`)}
            </ul>
            ${barTable(scenarios, tallies)} ${causeTable(scenarios, tallies)}`
    }
  </section>`;
}

function barTable(scenarios: readonly ScenarioSummary[], tallies: readonly CauseTally[]): Markup {
  const sums = scenarios.map((_, at) => tallies.reduce((sum, { counts }) => sum + (counts[at] ?? 0), 0));
  const most = Math.max(1, ...sums);
  return table({
    id: 'cause-bars',
    className: 'bars',
    caption: 'Acts that went wrong, all bars on one scale',
    columns: [
      { title: 'Scenario' },
      { title: 'By cause' },
      { title: 'Went wrong', isNumber: true },
      { title: 'Of all acts', isNumber: true },
    ],
    rows: scenarios.map(({ name, counts, nights }, at) => {
      const hibernations = nights.reduce((sum, { hibernationsAsked }) => sum + hibernationsAsked, 0);
      const acts =
        counts.bootsRequested + counts.resumesRequested + Math.max(hibernations, counts.hibernates);
      const sum = sums[at] ?? 0;
      return [
        scenarioLabel(name, at, scenarios.length),
        stackedBar(tallies, at, most),
        html`${shortCount(sum)}`,
        html`${acts === 0 ? '–' : percent(sum / acts)}`,
      ];
    }),
  });
}

/** Segments in the order of the causes below. All words are in the table, too: the picture is told by its parts. */
function stackedBar(tallies: readonly CauseTally[], at: number, most: number): Markup {
  let left = 0;
  const segments = tallies.flatMap(({ trouble, rule, summary, counts }) => {
    const value = counts[at] ?? 0;
    if (value === 0) return [];
    const x = left;
    const width = value / most;
    left += width;
    return [segment({ x, width, trouble, label: rule ?? '', title: `${count(value)}: ${summary}` })];
  });
  const spoken = tallies
    .filter(({ counts }) => (counts[at] ?? 0) > 0)
    .map(({ counts, rule, summary }) => `${count(counts[at] ?? 0)} ${rule ?? ''} ${summary}`)
    .join(' ');
  return html`<svg
    class="stack"
    role="img"
    aria-label="${spoken === '' ? 'Nothing.' : spoken}"
    width="100%"
    height="26"
  >
    ${segments}
  </svg>`;
}

interface Segment {
  readonly x: number;
  readonly width: number;
  readonly trouble: CauseTally['trouble'];
  readonly label: string;
  readonly title: string;
}

function segment({ x, width, trouble, label, title }: Segment): Markup {
  const room = width >= WIDE ? 'wide' : 'narrow';
  return html`<g class="${trouble}">
    <title>${title}</title>
    <rect x="${(x * 100).toFixed(3)}%" width="${(width * 100).toFixed(3)}%" height="26" />
    ${
      label === '' || width < NARROW
        ? NOTHING
        : html`<text class="${room}" x="${((x + width / 2) * 100).toFixed(3)}%" y="17">${label}</text>`
    }
  </g>`;
}

function causeTable(scenarios: readonly ScenarioSummary[], tallies: readonly CauseTally[]): Markup {
  const shown = tallies.slice(0, MOST_CAUSES);
  const left = tallies.length - shown.length;
  const hasExamples = shown.some(({ example }) => example !== undefined);
  const isPerScenario = scenarios.length <= MOST_COUNT_COLUMNS;
  const countColumns: readonly Column[] = isPerScenario
    ? scenarios.map(({ name }) => ({ title: scenarios.length === 1 ? 'Times' : name, isNumber: true }))
    : [{ title: 'Most often in' }, { title: 'Scenarios', isNumber: true }];
  const most = Math.max(1, ...shown.flatMap(({ counts }) => counts));
  return html`${table({
    id: 'causes',
    className: `causes${isPerScenario ? ' each' : ''}${hasExamples ? ' explained' : ''}`,
    caption: 'Causes, the gravest first',
    columns: [
      { title: 'What happens, and why' },
      ...countColumns,
      ...(hasExamples ? [{ title: 'To see one' }] : []),
    ],
    rows: shown.map((tally) => [
      causeCell(tally),
      ...(isPerScenario
        ? tally.counts.map((each) => countCell(each, most, tally.trouble))
        : overallCells(tally, scenarios)),
      ...(hasExamples ? [exampleCell(tally, scenarios)] : []),
    ]),
  })}
  ${left === 0 ? NOTHING : html`<p class="note">${plural(left, 'rarer or milder cause')}: in the appendix.</p>`}`;
}

const ACT_WORDS: Readonly<Record<CauseTally['act'], string>> = {
  boot: 'booting',
  hibernate: 'going to sleep',
  resume: 'coming back',
};

function causeCell({ trouble, rule, phase, device, act, summary }: CauseTally): Markup {
  const details = [ACT_WORDS[act], phase, device].filter((part) => part !== undefined);
  return html`<span class="cause"><span class="chip ${trouble}"></span>${TROUBLE_WORDS[trouble]}</span>
    <span class="summary">${summary} ${maybe(rule, ruleLink)}</span>
    <span class="note">${details.join(' · ')}</span>`;
}

function countCell(value: number, most: number, trouble: CauseTally['trouble']): Markup {
  return value === 0
    ? html`<span class="note">0</span>`
    : html`${shortCount(value)}${bar(value / most, trouble)}`;
}

function overallCells({ counts }: CauseTally, scenarios: readonly ScenarioSummary[]): readonly Markup[] {
  const most = Math.max(...counts);
  const at = counts.indexOf(most);
  return [
    html`<b class="tabular">${shortCount(most)}</b>
      <span class="note"><bdi>${scenarios[at]?.name ?? ''}</bdi></span>`,
    html`${count(counts.filter((each) => each > 0).length)} <span class="note">of ${scenarios.length}</span>`,
  ];
}

function exampleCell({ example }: CauseTally, scenarios: readonly ScenarioSummary[]): Markup {
  return maybe(example, ({ scenario, vm }) => {
    const chosen = scenarios.length === 1 ? undefined : scenarios[scenario]?.name;
    return html`<code class="command">${unbroken(explainCommand(vm, chosen))}</code>`;
  });
}

/** Words that break between each other and not at their hyphens. */
function unbroken(command: string): readonly Markup[] {
  return command.split(' ').map((word, at) => html`${at === 0 ? '' : ' '}<span>${word}</span>`);
}

/** The command that tells one VM's whole story. `RUN` stands for the folder of the run, which no page can know. */
export function explainCommand(vm: string, scenario: string | undefined): string {
  const option = scenario === undefined ? '' : ` --scenario ${shellWord(scenario)}`;
  return `torpor whatif explain RUN ${shellWord(vm)}${option}`;
}

/** As one word of a POSIX shell. */
function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
