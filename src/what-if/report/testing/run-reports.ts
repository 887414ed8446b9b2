import { Random, seedFrom } from '#libs/determinism';
import type { FateCause, FateKind, NightSummary, ScenarioSummary, VerdictCount } from '#libs/what-if';
import type { RunReport } from '../run-report.js';
import { stormSeries } from './storm-series.js';

/** What a made-up scenario is like. Rates are of a thousand acts. */
export interface StormTaste {
  readonly name: string;
  readonly options?: Readonly<Record<string, string>>;
  readonly vms?: number;
  readonly days?: number;
  readonly stepMs?: number;
  /** How much of the storm hits at once: 1 as it comes, less where starts are staggered. */
  readonly rush?: number;
  readonly throttling?: boolean;
  readonly guests?: boolean;
  readonly money?: boolean;
  /** Of resumes, by cause, on the first morning; on later ones half as many again. */
  readonly perThousand?: Readonly<Partial<Record<TasteCause, number>>>;
}

type TasteCause = keyof typeof CAUSES;

/** Causes as the emulator words them. */
const CAUSES = {
  tooSmall: {
    act: 'hibernate',
    kind: 'aborted',
    rule: 'R82',
    phase: 'H13',
    summary: 'Its swap space is too small for its memory.',
  },
  held: {
    act: 'hibernate',
    kind: 'refused',
    rule: 'UIO-2',
    summary: 'A program in it has a device for itself that cannot be suspended.',
  },
  leftover: {
    act: 'hibernate',
    kind: 'aborted',
    rule: 'R46',
    phase: 'H9',
    device: 'nic',
    summary: 'A device is still missing from the last time it woke up.',
  },
  noSuspend: {
    act: 'hibernate',
    kind: 'hung',
    rule: 'R67',
    phase: 'H9',
    device: 'vf',
    summary: 'The host does not answer a PCI device while the guest saves its memory.',
  },
  deadNic: {
    act: 'resume',
    kind: 'degraded',
    rule: 'R49',
    device: 'nic',
    summary: 'Its network card was offered under another instance GUID, so its network is dead.',
  },
  staleMac: {
    act: 'resume',
    kind: 'degraded',
    rule: 'R62',
    device: 'nic',
    summary: 'Its network card uses an address that the new host does not expect.',
  },
  lostDisk: {
    act: 'resume',
    kind: 'hung',
    rule: 'R49',
    device: 'scsi',
    summary: 'The controller of its system disk was offered under another instance GUID; it hangs.',
  },
  memoryMap: {
    act: 'resume',
    kind: 'cold',
    rule: 'R76',
    phase: 'C9',
    summary: 'The new host lays out its memory in another way than before.',
  },
  processor: {
    act: 'resume',
    kind: 'cold',
    rule: 'CONSIDER-7',
    summary: 'Its processor lacks what the kernel in the image relies on.',
  },
} satisfies Readonly<Record<string, FateCause>>;

const USUAL: Readonly<Partial<Record<TasteCause, number>>> = { tooSmall: 4.2, held: 0.9, memoryMap: 0.6 };
const HOUR_MS = 3_600_000;

/** A summary whose parts agree with each other, as like a real one as a formula makes it. Equal tastes, equal values. */
export function stormSummary(taste: StormTaste): ScenarioSummary {
  const { name, options = {}, vms = 120_000, days = 3, guests = true, money = true, rush = 1 } = taste;
  const random = new Random(seedFrom(JSON.stringify(taste)));
  const nights = Array.from({ length: days - 1 }, (_, at) => night(taste, { vms, day: at + 1, random }));
  const verdicts = guests ? nights.flatMap((each) => verdictsOf(taste, each)) : [];
  const total = (value: (each: NightSummary) => number) => nights.reduce((sum, each) => sum + value(each), 0);
  const of = (kind: FateKind) => total(({ resumesByKind }) => resumesByKind[kind] ?? 0);
  const hosts = Math.ceil(vms / 13);
  const resumes = total(({ startsAsked }) => startsAsked);
  const noCapacity = total((each) => each.noCapacity);
  const noCompatibleHost = total((each) => each.noCompatibleHost);
  const resumesOk = resumes - noCapacity - noCompatibleHost;
  const hibernations = total(({ hibernationsAsked }) => hibernationsAsked);
  const worst = {
    'never-asleep': guests
      ? Math.round((hibernations - total(({ hibernationsByKind: by }) => by.asleep ?? 0)) / 2)
      : 0,
    'not-placed': Math.round((noCapacity + noCompatibleHost) * 0.6),
    degraded: Math.round(of('degraded') * 0.6),
    'memory-lost': of('cold'),
    hung: Math.round(of('hung') * 0.6),
  };
  const harmed = Object.values(worst).reduce((sum, each) => sum + each, 0);
  const withoutHibernationUsd = Math.round(vms * days * 5.31 * 100) / 100;
  const savedUsd = Math.round(withoutHibernationUsd * (0.31 - resumes / vms / 100) * 100) / 100;
  const longest = Math.max(...nights.map(({ readyMaxMs }) => readyMaxMs));
  return {
    name,
    options,
    scenarioSha256: hex(random, 64),
    seed: 20_240_607,
    version: '0.1.0',
    days,
    counts: {
      vms,
      hosts,
      workers: Math.ceil(vms / 1_000),
      events: vms * 14 + random.below(1_000),
      bootsRequested: vms,
      bootsOk: vms,
      bootsFailed: 0,
      hibernates: hibernations,
      hibernatesSkipped: Math.round(hibernations * 0.08),
      resumesRequested: resumes,
      resumesSkipped: 0,
      resumesOk,
      resumesOkSameHost: Math.round(resumesOk * 0.002),
      resumesOkSameType: Math.round(resumesOk * 0.74),
      resumesOkOtherType: resumesOk - Math.round(resumesOk * 0.002) - Math.round(resumesOk * 0.74),
      resumesFailedCapacity: noCapacity,
      resumesFailedCompat: noCompatibleHost,
      allocAttempts: Math.round(resumes * 2.1),
      allocMisses: Math.round(resumes * 0.7),
      peakQueue: Math.max(...nights.map(({ peakQueue }) => peakQueue)),
      waitP50Ms: 14_673,
      waitP99Ms: Math.max(...nights.map(({ readyP99Ms }) => readyP99Ms)) - 15_000,
      waitMaxMs: longest - 15_000,
      latencyP50Ms: 23_492,
      latencyP99Ms: Math.max(...nights.map(({ readyP99Ms }) => readyP99Ms)),
      latencyMaxMs: longest,
      hostEmptyMs: Math.round(hosts * days * 0.36 * 24 * HOUR_MS),
      vmDeallocatedMs: Math.round(vms * days * 0.41 * 24 * HOUR_MS),
      lastEventMs: days * 24 * HOUR_MS - 7_172_680,
      digest: hex(random, 8),
    },
    verdicts,
    nights,
    vmsByWorst: { unharmed: vms - harmed, ...worst },
    throttled: taste.throttling
      ? {
          starts: total(({ throttled }) => throttled),
          hibernations: 812,
          givenUp: Math.round(total(({ throttled }) => throttled) / 90),
        }
      : { starts: 0, hibernations: 0, givenUp: 0 },
    hosts: {
      total: hosts,
      peakUsed: Math.round(hosts * 0.97),
      hostHours: hosts * days * 24,
      emptyHostHours: Math.round(hosts * days * 24 * 0.36),
      byType: ['v3', 'v4', 'v5', 'v5-memory'].map((type, at) => ({
        type,
        hosts: Math.round(hosts * [0.25, 0.3, 0.25, 0.2][at]!),
        peakUsed: Math.round(hosts * [0.25, 0.29, 0.24, 0.19][at]!),
      })),
    },
    ...(money
      ? {
          money: {
            computeUsd: Math.round((withoutHibernationUsd - savedUsd) * 100) / 100,
            withoutHibernationUsd,
            savedUsd,
            unpricedVms: Math.round(vms * 0.003),
            diskUsd: Math.round(vms * days * 0.42),
          },
        }
      : {}),
    series: stormSeries({
      vms,
      days,
      hosts,
      rush,
      stepMs: taste.stepMs ?? 60_000,
      throttling: taste.throttling ?? false,
      random,
    }),
  };
}

interface NightPlace {
  readonly vms: number;
  readonly day: number;
  readonly random: Random;
}

function night(taste: StormTaste, { vms, day, random }: NightPlace): NightSummary {
  const { rush = 1, guests = true, throttling = false } = taste;
  const rates: Readonly<Partial<Record<TasteCause, number>>> = taste.perThousand ?? USUAL;
  const asked = Math.round(vms * 0.72) + random.below(400);
  const rate = (cause: TasteCause) =>
    Math.round(asked * ((rates[cause] ?? 0) / 1_000) * growth(cause, rates[cause] ?? 0, day));
  const by = (act: FateCause['act'], kind: FateKind) =>
    (Object.keys(CAUSES) as TasteCause[])
      .filter((key) => CAUSES[key].act === act && CAUSES[key].kind === kind)
      .reduce((sum, key) => sum + rate(key), 0);
  const awake = by('hibernate', 'refused') + by('hibernate', 'aborted') + by('hibernate', 'hung');
  const starts = asked - awake;
  const noCapacity = Math.round(starts * 0.0011 * rush);
  const noCompatibleHost = Math.round(starts * 0.012 * rush);
  const harmed = by('resume', 'degraded') + by('resume', 'cold') + by('resume', 'hung');
  const peakQueue = Math.round(asked * 0.16 * rush * (0.95 + random.below(100) / 1_000));
  return {
    day,
    hibernationsAsked: asked,
    hibernationsByKind: guests
      ? {
          refused: by('hibernate', 'refused'),
          aborted: by('hibernate', 'aborted'),
          hung: by('hibernate', 'hung'),
          asleep: starts,
        }
      : {},
    startsAsked: starts,
    resumesByKind: guests
      ? {
          resumed: starts - noCapacity - noCompatibleHost - harmed,
          degraded: by('resume', 'degraded'),
          cold: by('resume', 'cold'),
          hung: by('resume', 'hung'),
        }
      : {},
    noCapacity,
    noCompatibleHost,
    givenUp: 0,
    readyP50Ms: Math.round(21_400 * (0.4 + 0.6 * rush)),
    readyP99Ms: Math.round(628_455 * rush * (0.9 + random.below(200) / 1_000)),
    readyMaxMs: Math.round(1_228_489 * (0.3 + 0.7 * rush)),
    peakQueue,
    peakQueueAtMs: day * 24 * HOUR_MS + 9 * HOUR_MS + 3 * 60_000,
    throttled: throttling ? Math.round(asked * 0.21 * rush) : 0,
  };
}

/** What a lost device does to the next night; what befalls most VMs anyway does not grow. */
function growth(cause: TasteCause, perThousand: number, day: number): number {
  return perThousand > 100 ? 1 : 1 + (day - 1) * (cause === 'leftover' ? 6 : 0.5);
}

/** Wherever the night counts something: its causes, with what is as it should be. */
function verdictsOf(taste: StormTaste, each: NightSummary): readonly VerdictCount[] {
  const { day, hibernationsAsked, hibernationsByKind, resumesByKind } = each;
  const rates: Readonly<Partial<Record<TasteCause, number>>> = taste.perThousand ?? USUAL;
  const troubles = (Object.keys(CAUSES) as TasteCause[]).flatMap((key, at) => {
    const count = Math.round(
      hibernationsAsked * ((rates[key] ?? 0) / 1_000) * growth(key, rates[key] ?? 0, day),
    );
    return count === 0 ? [] : [{ ...CAUSES[key], day, count, exampleVm: `vm-${1_731 * (at + 1) + day}` }];
  });
  const asleep: VerdictCount = {
    act: 'hibernate',
    kind: 'asleep',
    summary: 'It sleeps.',
    day,
    count: hibernationsByKind.asleep ?? 0,
    exampleVm: 'vm-0',
  };
  const resumed: VerdictCount = {
    act: 'resume',
    kind: 'resumed',
    summary: 'It came back with everything.',
    day,
    count: resumesByKind.resumed ?? 0,
    exampleVm: 'vm-0',
  };
  return [...troubles, asleep, resumed].sort((one, other) => other.count - one.count);
}

function hex(random: Random, digits: number): string {
  return Array.from({ length: digits }, () => random.below(16).toString(16)).join('');
}

/** Four GUID policies over one fleet: what the first story of the examples asks. */
export function policyRun(vms = 120_000): RunReport {
  const scenario = (policy: string, perThousand: NonNullable<StormTaste['perThousand']>) =>
    stormSummary({ name: policy, options: { policy }, vms, throttling: true, perThousand });
  return {
    name: 'policy-ablation',
    question: 'Which GUID policy brings the fleet back, and what do the others lose?',
    version: '0.1.0',
    scenarios: [
      scenario('azure', USUAL),
      scenario('pin-scsi-only', { ...USUAL, deadNic: 610, leftover: 38 }),
      scenario('vfs-left-in', { ...USUAL, noSuspend: 3.1, leftover: 12 }),
      scenario('local-hyperv', { ...USUAL, lostDisk: 930, processor: 1.1 }),
    ],
  };
}

/** A storm with and without staggering, over kernels and seeds: `scenarios` of them. */
export function stormRun(scenarios: number, vms = 120_000): RunReport {
  const schedules = ['as it comes', 'staggered', 'second subscription', 'staggered, second subscription'];
  return {
    name: 'nine-oclock-storm',
    question: 'How long is the nine o’clock queue, and what shortens it?',
    version: '0.1.0',
    scenarios: Array.from({ length: scenarios }, (_, at) => {
      const schedule = schedules[at % schedules.length]!;
      const mix = `kernel mix ${Math.floor(at / schedules.length) + 1}`;
      return stormSummary({
        name: scenarios <= schedules.length ? schedule : `${schedule}, ${mix}`,
        options: { schedule, kernels: mix },
        vms,
        rush: [1, 0.22, 0.71, 0.13][at % 4]!,
        throttling: at % 4 < 2,
        perThousand: { ...USUAL, staleMac: 1.7 * (Math.floor(at / 4) + 1), processor: 0.4 },
      });
    }),
  };
}

/** Placement alone: no guests, no money. */
export function placementRun(): RunReport {
  const scenario = (order: string, rush: number) =>
    stormSummary({ name: order, options: { placement: order }, guests: false, money: false, rush });
  return {
    name: 'resume-storm',
    version: '0.1.0',
    scenarios: [scenario('best-fit', 1), scenario('oldest-type-first', 0.6)],
  };
}
