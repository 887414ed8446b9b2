import { printable } from '../../cli/render/printable.js';
import { PLAIN, type Style } from '../../cli/render/style.js';
import { tableLines } from '../../cli/render/table.js';
import { TROUBLE_WORDS } from '../report/causes.js';
import { breakable, count, dollars, duration, hours, NONE, percent, plural } from '../report/quantities.js';
import type { CauseChange, FigureChange, RunComparison, ScenarioComparison } from './run-comparison.js';

/** A comparison as lines for a terminal: what differs, scenario by scenario. */
export function compareLines(comparison: RunComparison, style: Style = PLAIN): readonly string[] {
  const { scenarios, onlyBefore, onlyAfter } = comparison;
  return [
    ...headLines(comparison),
    ...scenarios.flatMap((scenario) => ['', ...scenarioLines(scenario, style)]),
    ...onlyLines('Only in the first run', onlyBefore),
    ...onlyLines('Only in the second run', onlyAfter),
  ].map(breakable);
}

function headLines({ before, after, scenarios, isEqual }: RunComparison): readonly string[] {
  const [was, is] = [before, after].map(({ name, version }) => `${printable(name)} (${version})`);
  const other = scenarios.filter(({ digests }) => !digests.isEqual).length;
  const verdict = isEqual
    ? 'every start of every VM ended alike'
    : scenarios.length === 0
      ? 'no scenario is in both'
      : other === 0
        ? 'what is in both ended alike'
        : `${other} of ${plural(scenarios.length, 'scenario')} ended otherwise`;
  return [`${was} → ${is}: ${verdict}.`];
}

function onlyLines(title: string, names: readonly string[]): readonly string[] {
  return names.length === 0 ? [] : ['', `${title}:`, ...names.map((name) => `  ${printable(name)}`)];
}

function scenarioLines(scenario: ScenarioComparison, style: Style): readonly string[] {
  const { name, otherName, digests, isSameScenario, figures, causes, counts } = scenario;
  const title = otherName === undefined ? printable(name) : `${printable(name)} → ${printable(otherName)}`;
  const digest = digests.isEqual ? `digest ${digests.before}` : `digest ${digests.before} → ${digests.after}`;
  const what = isSameScenario ? 'same scenario' : 'another scenario';
  const isUnchanged = figures.length + causes.length + counts.length === 0;
  return [
    style.strong(`${title}: ${what}, ${digest}`),
    ...(isUnchanged ? ['  No count, wait, cause or cost differs.'] : []),
    ...[figureLines(figures, style), causeLines(causes, style), countLines(scenario, style)]
      .filter((lines) => lines.length > 0)
      .flatMap((lines, at) => (at === 0 ? lines : ['', ...lines])),
  ];
}

function figureLines(figures: readonly FigureChange[], style: Style): readonly string[] {
  if (figures.length === 0) return [];
  const columns = [
    { title: 'figure' },
    { title: 'before', align: 'right' },
    { title: 'after', align: 'right' },
    { title: 'change', align: 'right' },
  ] as const;
  return indented(
    tableLines(
      columns,
      figures.map((figure) => [
        figure.name,
        text(figure.unit, figure.before),
        text(figure.unit, figure.after),
        changeText(figure),
      ]),
      style,
    ),
  );
}

function causeLines(causes: readonly CauseChange[], style: Style): readonly string[] {
  if (causes.length === 0) return [];
  const columns = [
    { title: 'cause' },
    { title: 'before', align: 'right' },
    { title: 'after', align: 'right' },
    { title: 'rule' },
    { title: 'what happens' },
  ] as const;
  return indented(
    tableLines(
      columns,
      causes.map(({ change, before, after, rule = '', trouble, summary }) => [
        change,
        count(before),
        count(after),
        rule,
        `${TROUBLE_WORDS[trouble]}: ${printable(summary)}`,
      ]),
      style,
    ),
  );
}

/** Counts that the figures have already told. */
const TOLD: readonly string[] = ['hosts', 'peakQueue', 'waitP50Ms', 'waitP99Ms', 'waitMaxMs'];

/** The other counts, under their names in the summary. */
function countLines(scenario: ScenarioComparison, style: Style): readonly string[] {
  const counts = scenario.counts.filter(({ name }) => !TOLD.includes(name));
  if (counts.length === 0) return [];
  const columns = [
    { title: 'count' },
    { title: 'before', align: 'right' },
    { title: 'after', align: 'right' },
    { title: 'change', align: 'right' },
  ] as const;
  return indented(
    tableLines(
      columns,
      counts.map(({ name, before, after }) => [
        name,
        count(before),
        count(after),
        signed(after - before, count),
      ]),
      style,
    ),
  );
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}

function text(unit: FigureChange['unit'], value: number | undefined): string {
  return value === undefined ? NONE : WORDINGS[unit](value);
}

const WORDINGS: Readonly<Record<FigureChange['unit'], (value: number) => string>> = {
  count,
  share: percent,
  ms: duration,
  usd: dollars,
  hours,
};

function changeText({ unit, before, after }: FigureChange): string {
  if (before === undefined || after === undefined) return NONE;
  const difference = after - before;
  if (unit === 'share') return `${signed(difference * 100, (points) => points.toFixed(2))} points`;
  return signed(difference, WORDINGS[unit]);
}

function signed(value: number, wording: (value: number) => string): string {
  return `${value < 0 ? '−' : '+'}${wording(Math.abs(value))}`;
}
