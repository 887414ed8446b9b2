import type { ScenarioSummary } from '#libs/what-if';
import { isRuleId, rule, type RuleId } from '#libs/kernel-rules';
import { TROUBLE_WORDS, type CauseTally } from './causes.js';
import { html, maybe, NOTHING, type Markup } from '#libs/explanation';
import { count } from './quantities.js';
import { ruleAnchor, ruleLink } from './rule-links.js';
import type { RunReport } from './run-report.js';
import { scenarioLabel } from './scenario-label.js';
import { table } from './table.js';

/** Every figure, and where it comes from. */
export function appendixSection(run: RunReport, tallies: readonly CauseTally[]): Markup {
  const { scenarios } = run;
  return html`<footer>
    <section aria-labelledby="appendix-title">
      <h2 id="appendix-title">Appendix</h2>
      ${reproduction(run)} ${words()}
      <h3>Every count</h3>
      ${countTable(scenarios)} ${worstTable(scenarios)}
      ${tallies.length === 0 ? NOTHING : causeMatrix(scenarios, tallies)} ${hostTypes(scenarios)}
      ${ruleList(tallies)}
    </section>
  </footer>`;
}

function reproduction({ version, scenarios }: RunReport): Markup {
  return html`<h3>To get the same again</h3>
    <p>
      Every figure follows from the scenario, its seed and the version of Torpor (${version}), on any machine
      and any number of threads. <code>RUN</code> stands for the folder that this report is in;
      <code>COPY</code> for one to write to.
    </p>
    <pre class="command">
torpor whatif run RUN/experiment.yaml --out COPY
torpor whatif compare RUN COPY</pre>
    ${table({
      id: 'provenance',
      className: 'provenance',
      caption: 'Scenarios, by what names them',
      columns: [
        { title: 'Scenario' },
        { title: 'Options' },
        { title: 'Seed', isNumber: true },
        { title: 'Days', isNumber: true },
        { title: 'Version' },
        { title: 'Digest' },
        { title: 'SHA-256 of the scenario' },
      ],
      rows: scenarios.map((summary, at) => [
        scenarioLabel(summary.name, at, scenarios.length),
        html`${Object.entries(summary.options)
          .map(([axis, option]) => `${axis}: ${option}`)
          .join('; ')}`,
        html`${summary.seed}`,
        html`${summary.days}`,
        html`${summary.version}`,
        html`<code>${summary.counts.digest}</code>`,
        html`<code class="hash">${summary.scenarioSha256}</code>`,
      ]),
      isLong: scenarios.length > 12,
    })}`;
}

/** What the figures mean, to the letter. */
const WORDS: readonly (readonly [term: string, meaning: string])[] = [
  [
    'Came back whole',
    'Resumes that ended with every device as it was, of all resumes asked for over the run. A start that found no host counts as asked for. Where no guests are followed: resumes that were placed.',
  ],
  [
    'Memory lost, hang, damaged',
    'VMs by the worst that befell them in the whole run, so that each VM counts once. The causes count acts: a VM that is damaged every morning is there every morning.',
  ],
  [
    'Not placed',
    'Starts that used up their attempts without a host: because none had room, or because those with room were not ones that the saved state may resume on. Boots among them are told apart.',
  ],
  [
    'Ready within',
    'From the request to running, over resumes that succeeded, of the morning with the longest p99. p99: 99 of 100 are at least as quick.',
  ],
  [
    'Hosts, hosts empty',
    'Hosts that belong to the scenario at any time. One that is retired, or has yet to join, counts as empty.',
  ],
  [
    'Best',
    'Of scenarios that differ by more than a few percent. Where starts found no host or were given up, neither what is saved nor few hosts are best.',
  ],
  ['Longest queue', 'The most starts that waited for placement at a time.'],
  [
    'Saved',
    'What the same VMs would cost if they had never hibernated, less what they cost; VMs without a price count as nothing on both sides.',
  ],
  ['Digest', 'A sum over how every start of every VM ended. Equal digests mean equal outcomes, VM by VM.'],
  [
    'Days',
    'Counted from 0. Hours and money end with the last day; starts under way are followed to their end.',
  ],
];

function words(): Markup {
  return html`<h3>What the figures mean</h3>
    <dl class="words">
      ${WORDS.map(
        ([term, meaning]) =>
          html`<div>
            <dt>${term}</dt>
            <dd>${meaning}</dd>
          </div>`,
      )}
    </dl>`;
}

function countTable(scenarios: readonly ScenarioSummary[]): Markup {
  const [first] = scenarios;
  if (first === undefined) return NOTHING;
  const names = Object.keys(first.counts) as (keyof ScenarioSummary['counts'])[];
  return table({
    id: 'counts',
    className: 'counts',
    caption: 'Counts of each scenario, under the names that the summary files use; times in ms',
    columns: scenarioColumns('Count', scenarios),
    rows: [
      ...names.map((name) => [
        html`<code>${name}</code>`,
        ...scenarios.map(({ counts }) => html`${plain(counts[name])}`),
      ]),
      ...(['starts', 'hibernations', 'givenUp'] as const).map((name) => [
        html`<code>throttled.${name}</code>`,
        ...scenarios.map(({ throttled }) => html`${plain(throttled[name])}`),
      ]),
    ],
  });
}

function worstTable(scenarios: readonly ScenarioSummary[]): Markup {
  const [first] = scenarios;
  if (first === undefined) return NOTHING;
  const fates = Object.keys(first.vmsByWorst) as (keyof ScenarioSummary['vmsByWorst'])[];
  return table({
    id: 'worst',
    className: 'counts',
    caption: 'VMs by the worst that befell them in the whole run',
    columns: scenarioColumns('Worst', scenarios),
    rows: fates.map((fate) => [
      html`<code>${fate}</code>`,
      ...scenarios.map(({ vmsByWorst }) => html`${plain(vmsByWorst[fate])}`),
    ]),
  });
}

function causeMatrix(scenarios: readonly ScenarioSummary[], tallies: readonly CauseTally[]): Markup {
  return table({
    id: 'all-causes',
    className: 'matrix',
    caption: 'All causes, acts of the whole run',
    columns: scenarioColumns('Cause', scenarios),
    rows: tallies.map(({ trouble, rule: id, phase, device, summary, counts }) => [
      html`<span class="cause"><span class="chip ${trouble}"></span>${TROUBLE_WORDS[trouble]}</span>
        ${summary} ${maybe(id, ruleLink)}
        <span class="note">${[phase, device].filter((part) => part !== undefined).join(' · ')}</span>`,
      ...counts.map((each) => html`${count(each)}`),
    ]),
    isLong: tallies.length > 20,
  });
}

function hostTypes(scenarios: readonly ScenarioSummary[]): Markup {
  const types = [...new Set(scenarios.flatMap(({ hosts }) => hosts.byType.map(({ type }) => type)))];
  if (types.length === 0) return NOTHING;
  return table({
    id: 'host-types',
    className: 'counts',
    caption: 'Hosts by type: most in use at a time, of all',
    columns: scenarioColumns('Type', scenarios),
    rows: types.map((type) => [
      html`<bdi>${type}</bdi>`,
      ...scenarios.map(({ hosts }) => {
        const found = hosts.byType.find((each) => each.type === type);
        return html`${found === undefined ? '–' : `${count(found.peakUsed)} of ${count(found.hosts)}`}`;
      }),
    ]),
  });
}

function scenarioColumns(
  title: string,
  scenarios: readonly ScenarioSummary[],
): readonly { readonly title: string; readonly isNumber?: boolean }[] {
  return [{ title }, ...scenarios.map(({ name }) => ({ title: name, isNumber: true }))];
}

function plain(value: number | string): string {
  return typeof value === 'number' ? count(value) : value;
}

/** Rules that the causes name, with what they say. */
function ruleList(tallies: readonly CauseTally[]): Markup {
  const ids = [...new Set(tallies.flatMap((tally) => tally.rule ?? []))].filter(isRuleId);
  if (ids.length === 0) return NOTHING;
  return html`<h3>Rules</h3>
    <dl class="words rules">${ids.map(ruleEntry)}</dl>`;
}

function ruleEntry(id: RuleId): Markup {
  const { statement, section } = rule(id);
  return html`<div id="${ruleAnchor(id)}">
    <dt>${id}</dt>
    <dd>${statement} <cite>${section}</cite></dd>
  </div>`;
}
