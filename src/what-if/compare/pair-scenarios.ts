import type { ScenarioSummary } from '#libs/what-if';
import type { ScenarioComparison } from './run-comparison.js';

export interface ScenarioPair {
  readonly before: ScenarioSummary;
  readonly after: ScenarioSummary;
  readonly pairedBy: ScenarioComparison['pairedBy'];
}

export interface Pairing {
  readonly pairs: readonly ScenarioPair[];
  readonly onlyBefore: readonly ScenarioSummary[];
  readonly onlyAfter: readonly ScenarioSummary[];
}

/** Scenarios of one name belong together; of the others those with the same options; two that are alone, anyhow. */
export function pairScenarios(
  before: readonly ScenarioSummary[],
  after: readonly ScenarioSummary[],
): Pairing {
  const [one] = before;
  const [other] = after;
  const named = matched({ left: before, right: after, key: ({ name }) => name, pairedBy: 'name' });
  if (one !== undefined && other !== undefined && before.length === 1 && after.length === 1) {
    const pairedBy = named.pairs[0]?.pairedBy ?? 'only';
    return { pairs: [{ before: one, after: other, pairedBy }], onlyBefore: [], onlyAfter: [] };
  }
  const optional = matched({
    left: named.onlyBefore,
    right: named.onlyAfter,
    key: optionsKey,
    pairedBy: 'options',
  });
  const order = (pair: ScenarioPair) => before.indexOf(pair.before);
  return {
    pairs: [...named.pairs, ...optional.pairs].sort((first, second) => order(first) - order(second)),
    onlyBefore: optional.onlyBefore,
    onlyAfter: optional.onlyAfter,
  };
}

interface Match {
  readonly left: readonly ScenarioSummary[];
  readonly right: readonly ScenarioSummary[];
  /** Scenarios without a key match nothing. */
  readonly key: (summary: ScenarioSummary) => string | undefined;
  readonly pairedBy: ScenarioComparison['pairedBy'];
}

function matched({ left, right, key, pairedBy }: Match): Pairing {
  const waiting = [...right];
  const pairs: ScenarioPair[] = [];
  const onlyBefore: ScenarioSummary[] = [];
  for (const before of left) {
    const wanted = key(before);
    const at = wanted === undefined ? -1 : waiting.findIndex((each) => key(each) === wanted);
    const [after] = at === -1 ? [] : waiting.splice(at, 1);
    if (after === undefined) onlyBefore.push(before);
    else pairs.push({ before, after, pairedBy });
  }
  return { pairs, onlyBefore, onlyAfter: waiting };
}

function optionsKey({ options }: ScenarioSummary): string | undefined {
  const entries = Object.entries(options).sort(([one], [other]) => (one < other ? -1 : 1));
  return entries.length === 0 ? undefined : JSON.stringify(entries);
}
