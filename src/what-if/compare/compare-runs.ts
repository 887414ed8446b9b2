import type { Counts, ScenarioSummary } from '#libs/what-if';
import { causeTallies } from '../report/causes.js';
import { figuresOf } from '../report/figures.js';
import type { RunReport } from '../report/run-report.js';
import { pairScenarios, type ScenarioPair } from './pair-scenarios.js';
import type {
  CauseChange,
  CountChange,
  FigureChange,
  RunComparison,
  ScenarioComparison,
} from './run-comparison.js';

/** What changed from one run to another. Scenarios that only one of them has are named, and compared with nothing. */
export function compareRuns(before: RunReport, after: RunReport): RunComparison {
  const { pairs, onlyBefore, onlyAfter } = pairScenarios(before.scenarios, after.scenarios);
  const scenarios = pairs.map(compareScenarios);
  return {
    before: { name: before.name, version: before.version },
    after: { name: after.name, version: after.version },
    isEqual:
      onlyBefore.length === 0 && onlyAfter.length === 0 && scenarios.every(({ digests }) => digests.isEqual),
    scenarios,
    onlyBefore: onlyBefore.map(({ name }) => name),
    onlyAfter: onlyAfter.map(({ name }) => name),
  };
}

function compareScenarios({ before, after, pairedBy }: ScenarioPair): ScenarioComparison {
  const digests = { before: before.counts.digest, after: after.counts.digest };
  return {
    name: before.name,
    ...(before.name === after.name ? {} : { otherName: after.name }),
    pairedBy,
    isSameScenario: before.scenarioSha256 === after.scenarioSha256,
    digests: { ...digests, isEqual: digests.before === digests.after },
    figures: figureChanges(before, after),
    counts: countChanges(before.counts, after.counts),
    causes: causeChanges(before, after),
  };
}

type Figure = Pick<FigureChange, 'name' | 'unit'> & {
  readonly value: (summary: ScenarioSummary) => number | undefined;
};

const FIGURES: readonly Figure[] = [
  { name: 'came back whole', unit: 'share', value: (summary) => figuresOf(summary).wholeShare },
  { name: 'VMs: memory lost', unit: 'count', value: ({ vmsByWorst }) => vmsByWorst['memory-lost'] },
  { name: 'VMs: hang', unit: 'count', value: ({ vmsByWorst }) => vmsByWorst.hung },
  { name: 'VMs: damaged', unit: 'count', value: ({ vmsByWorst }) => vmsByWorst.degraded },
  { name: 'VMs: never asleep', unit: 'count', value: ({ vmsByWorst }) => vmsByWorst['never-asleep'] },
  { name: 'starts not placed', unit: 'count', value: (summary) => figuresOf(summary).notPlaced },
  { name: 'ready p50, worst morning', unit: 'ms', value: (summary) => figuresOf(summary).ready?.p50Ms },
  { name: 'ready p99, worst morning', unit: 'ms', value: (summary) => figuresOf(summary).ready?.p99Ms },
  { name: 'ready at last, worst morning', unit: 'ms', value: (summary) => figuresOf(summary).ready?.maxMs },
  { name: 'wait p50', unit: 'ms', value: ({ counts }) => counts.waitP50Ms },
  { name: 'wait p99', unit: 'ms', value: ({ counts }) => counts.waitP99Ms },
  { name: 'longest wait', unit: 'ms', value: ({ counts }) => counts.waitMaxMs },
  { name: 'longest queue', unit: 'count', value: ({ counts }) => counts.peakQueue },
  { name: 'requests turned away (429)', unit: 'count', value: (summary) => figuresOf(summary).throttled },
  { name: 'given up after 429', unit: 'count', value: ({ throttled }) => throttled.givenUp },
  { name: 'hosts', unit: 'count', value: ({ hosts }) => hosts.total },
  { name: 'most hosts in use', unit: 'count', value: ({ hosts }) => hosts.peakUsed },
  { name: 'empty host-hours', unit: 'hours', value: ({ hosts }) => hosts.emptyHostHours },
  { name: 'compute', unit: 'usd', value: ({ money }) => money?.computeUsd },
  { name: 'compute, never hibernating', unit: 'usd', value: ({ money }) => money?.withoutHibernationUsd },
  { name: 'saved', unit: 'usd', value: ({ money }) => money?.savedUsd },
];

function figureChanges(before: ScenarioSummary, after: ScenarioSummary): readonly FigureChange[] {
  return FIGURES.flatMap(({ name, unit, value }) => {
    const [was, is] = [value(before), value(after)];
    if (was === is) return [];
    return [
      {
        name,
        unit,
        ...(was === undefined ? {} : { before: was }),
        ...(is === undefined ? {} : { after: is }),
      },
    ];
  });
}

function countChanges(before: Counts, after: Counts): readonly CountChange[] {
  return (Object.keys(before) as (keyof Counts)[]).flatMap((name) => {
    const [was, is] = [before[name], after[name]];
    return typeof was === 'number' && typeof is === 'number' && was !== is
      ? [{ name, before: was, after: is }]
      : [];
  });
}

function causeChanges(before: ScenarioSummary, after: ScenarioSummary): readonly CauseChange[] {
  return causeTallies([before, after]).flatMap(({ counts, total: _total, example: _example, ...cause }) => {
    const [was = 0, is = 0] = counts;
    return was === is ? [] : [{ ...cause, change: changeOf(was, is), before: was, after: is }];
  });
}

function changeOf(before: number, after: number): CauseChange['change'] {
  if (before === 0) return 'new';
  if (after === 0) return 'gone';
  return after > before ? 'more' : 'fewer';
}
