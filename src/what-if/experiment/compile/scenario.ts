import { BUILT_IN_POLICIES } from '#libs/guid-policy';
import type { GuestsSpec, MoneySpec, Scenario } from '#libs/what-if';
import { isMembers, type Tree } from '../document/tree.js';
import { parseScenario, type ParsedScenario } from '../schema/scenario-schema.js';
import { checkKinds, checkRoom } from './check-room.js';
import { compileClusters } from './clusters.js';
import { Faults, type Compiling, type Fault } from './compiling.js';
import { compileFleet, regionsOf } from './fleet.js';
import { compileImages, profilesOf } from './guests.js';
import { compileFaults, compileHostEvents } from './happening.js';
import { compilePolicy } from './policy.js';
import { compileDurations, compileLimits } from './running.js';
import { compileSchedule } from './schedule.js';
import type { SectionCache } from './section-cache.js';

/** What a scenario is beside its name. */
export type Unnamed = Omit<Scenario, 'name' | 'options'>;

export type CompiledScenario =
  | { readonly kind: 'compiled'; readonly scenario: Unnamed }
  | { readonly kind: 'faulty'; readonly faults: readonly Fault[] };

/** Everything but the faults, which are of one scenario, and what scenarios of one experiment share. */
export interface ScenarioSources extends Omit<Compiling, 'faults'> {
  readonly cache: SectionCache;
}

/** Compiles the scenario of a document, or finds everything that is wrong with it. */
export function compileScenario(document: Tree, sources: ScenarioSources): CompiledScenario {
  const faults = new Faults();
  const scenario = isMembers(document)
    ? assemble(parseScenario(document, faults, sources.cache), { ...sources, faults })
    : faults.add([], 'must have members, written as name: value');
  return faults.found.length === 0 && scenario !== undefined
    ? { kind: 'compiled', scenario }
    : { kind: 'faulty', faults: faults.found };
}

/** Sections that are faulty are `undefined`; the others are compiled all the same, for the sake of their faults. */
function assemble(parsed: ParsedScenario, sources: ScenarioSources & Compiling): Unnamed | undefined {
  const { seed, days, seriesStep, placement } = parsed;
  const make = <Value>(name: string, parts: readonly unknown[], compile: (own: Compiling) => Value): Value =>
    sources.cache.get(name, parts, sources.faults, (faults) => compile({ ...sources, faults }));
  const hasGuests = parsed.guests.isGiven || parsed.policy !== undefined;
  const images = parsed.guests.document;
  const profiles = make('profiles', [images], (own) => profilesOf(images, own));
  const guests = make('guests', [hasGuests, parsed.policy, images], (own) =>
    hasGuests ? guestsOf(parsed, profiles, own) : undefined,
  );
  const schedule = make('schedule', [parsed.schedule, days], () =>
    parsed.schedule === undefined || days === undefined ? undefined : compileSchedule(parsed.schedule, days),
  );
  const money = make('money', [parsed.money], (own) => moneyOf(parsed.money, own));
  const groups = schedule?.groups.map(({ name }) => name);
  const fleetParts = [parsed.fleet, images, hasGuests, money?.priceRegion, groups?.join('\n')];
  const fleet = make('fleet', fleetParts, (own) => {
    const fleetSources = { profiles, hasGuests, priceRegion: money?.priceRegion, groups };
    return parsed.fleet === undefined ? undefined : compileFleet(parsed.fleet, fleetSources, own);
  });
  const clusters = make('clusters', [parsed.clusters, parsed.fleet], (own) =>
    parsed.clusters === undefined
      ? undefined
      : compileClusters(parsed.clusters, regionsOf(parsed.fleet), own),
  );
  if (fleet) make('kinds', [fleet, guests], (own) => checkKinds(fleet, guests, own));
  if (fleet && clusters) make('room', [fleet, clusters], (own) => checkRoom(fleet, clusters, own));
  const limits = make('limits', [parsed.limits], (own) =>
    parsed.limits === undefined ? undefined : compileLimits(parsed.limits, own),
  );
  const durations = make('durations', [parsed.durations, hasGuests], (own) =>
    compileDurations(parsed.durations, hasGuests, own),
  );
  const faults = make('faults', [parsed.faults, hasGuests], (own) =>
    compileFaults(parsed.faults ?? {}, hasGuests, own),
  );
  const hostEvents = make('hostEvents', [parsed.hostEvents, clusters], (own) =>
    compileHostEvents(parsed.hostEvents ?? [], clusters, own),
  );
  const isWhole = fleet && clusters && schedule && placement && limits;
  if (!isWhole || seed === undefined || days === undefined || seriesStep === undefined) return undefined;
  return {
    seed,
    days,
    fleet,
    clusters,
    schedule,
    placement,
    limits,
    durations,
    ...(guests === undefined ? {} : { guests }),
    faults,
    hostEvents,
    ...(money === undefined ? {} : { money }),
    seriesStepMs: seriesStep,
  };
}

function guestsOf(
  { policy, guests }: ParsedScenario,
  profiles: Parameters<typeof compileImages>[1],
  compiling: Compiling,
): GuestsSpec | undefined {
  const compiled = policy === undefined ? BUILT_IN_POLICIES.azure : compilePolicy(policy, compiling);
  const images = compileImages(guests.document, profiles, compiling);
  return compiled === undefined ? undefined : { policy: compiled, profiles: images };
}

function moneyOf(document: ParsedScenario['money'], { catalogue, faults }: Compiling): MoneySpec | undefined {
  if (document === undefined) return undefined;
  const { priceRegion, diskUsdPerGibMonth } = document;
  const { regions } = catalogue.sizes;
  if (!regions.includes(priceRegion)) {
    faults.add(['money', 'priceRegion'], `must be a region of the price table: ${regions.join(', ')}`);
  }
  return {
    currency: 'USD',
    priceRegion,
    ...(diskUsdPerGibMonth === undefined ? {} : { diskUsdPerGibMonth }),
  };
}
