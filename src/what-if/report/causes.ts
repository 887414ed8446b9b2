import type { FateCause, FateKind, ScenarioSummary } from '#libs/what-if';

/** What goes wrong, from worst to mildest. */
export const TROUBLES = [
  'hung',
  'memory-lost',
  'degraded',
  'not-placed',
  'turned-away',
  'not-asleep',
] as const;
export type Trouble = (typeof TROUBLES)[number];

export const TROUBLE_WORDS: Readonly<Record<Trouble, string>> = {
  hung: 'Hangs',
  'memory-lost': 'Memory lost',
  degraded: 'Came back damaged',
  'not-placed': 'Found no host',
  'turned-away': 'Turned away',
  'not-asleep': 'Did not go to sleep',
};

/** How many acts of each scenario ended in one way that they should not. */
export interface CauseTally {
  readonly trouble: Trouble;
  readonly act: FateCause['act'] | 'boot';
  readonly rule?: FateCause['rule'];
  readonly phase?: string;
  readonly device?: string;
  readonly summary: string;
  /** One count per scenario, in their order. */
  readonly counts: readonly number[];
  readonly total: number;
  /** Something to explain: where there are most of them. Absent for what befalls no guest. */
  readonly example?: { readonly scenario: number; readonly vm: string };
}

/** Everything out of order in any scenario, worst trouble first, then as often as it comes. */
export function causeTallies(scenarios: readonly ScenarioSummary[]): readonly CauseTally[] {
  const found = new Map<string, TallyUnderWay>();
  scenarios.forEach((summary, at) => {
    for (const occurrence of occurrences(summary)) {
      const { count, exampleVm, ...what } = occurrence;
      const key = JSON.stringify([what.trouble, what.act, what.rule, what.phase, what.device, what.summary]);
      const tally = found.get(key) ?? { what, counts: scenarios.map(() => 0), examples: new Map() };
      found.set(key, tally);
      tally.counts[at] = (tally.counts[at] ?? 0) + count;
      if (exampleVm !== undefined && !tally.examples.has(at)) tally.examples.set(at, exampleVm);
    }
  });
  return [...found.values()].map(finished).sort(worstFirst);
}

type What = Omit<CauseTally, 'counts' | 'total' | 'example'>;
type Occurrence = What & { readonly count: number; readonly exampleVm?: string };

interface TallyUnderWay {
  readonly what: What;
  readonly counts: number[];
  /** By scenario. */
  readonly examples: Map<number, string>;
}

function finished({ what, counts, examples }: TallyUnderWay): CauseTally {
  const total = counts.reduce((sum, each) => sum + each, 0);
  const scenario = counts.indexOf(Math.max(...counts));
  const vm = examples.get(scenario);
  return { ...what, counts, total, ...(vm === undefined ? {} : { example: { scenario, vm } }) };
}

function worstFirst(one: CauseTally, other: CauseTally): number {
  const byTrouble = TROUBLES.indexOf(one.trouble) - TROUBLES.indexOf(other.trouble);
  if (byTrouble !== 0) return byTrouble;
  return other.total - one.total || (one.summary < other.summary ? -1 : 1);
}

function occurrences({ verdicts, counts, throttled }: ScenarioSummary): readonly Occurrence[] {
  const ofGuests = verdicts.flatMap(({ act, kind, rule, phase, device, summary, count, exampleVm }) => {
    const trouble = troubleOf(kind);
    if (trouble === undefined || count === 0) return [];
    return [
      {
        trouble,
        act,
        ...(rule === undefined ? {} : { rule }),
        ...(phase === undefined ? {} : { phase }),
        ...(device === undefined ? {} : { device }),
        summary,
        count,
        exampleVm,
      },
    ];
  });
  const ofPlatform: readonly Occurrence[] = [
    {
      trouble: 'not-placed',
      act: 'resume',
      summary: 'No host had room for it, in any of its attempts.',
      count: counts.resumesFailedCapacity,
    },
    {
      trouble: 'not-placed',
      act: 'resume',
      summary: 'Hosts had room, but none that it may resume on.',
      count: counts.resumesFailedCompat,
    },
    {
      trouble: 'not-placed',
      act: 'boot',
      summary: 'A VM that was to boot found no host, in any of its attempts.',
      count: counts.bootsFailed,
    },
    {
      trouble: 'turned-away',
      act: 'resume',
      summary: 'Requests were turned away (429) until the client gave up.',
      count: throttled.givenUp,
    },
  ];
  return [...ofGuests, ...ofPlatform.filter(({ count }) => count > 0)];
}

const TROUBLE_OF: Readonly<Record<FateKind, Trouble | undefined>> = {
  refused: 'not-asleep',
  aborted: 'not-asleep',
  stopped: 'not-asleep',
  hung: 'hung',
  cold: 'memory-lost',
  degraded: 'degraded',
  asleep: undefined,
  resumed: undefined,
};

/** What is wrong with a fate; nothing with one that is as it should be. */
export function troubleOf(kind: FateKind): Trouble | undefined {
  return TROUBLE_OF[kind];
}
