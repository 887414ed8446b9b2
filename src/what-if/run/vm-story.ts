import { faultName } from '#libs/linux-guest';
import {
  type FateCause,
  faultSetsOf,
  type HistoryAct,
  hostTypesOf,
  regionsOf,
  type Scenario,
  tellLife,
  type ToldAct,
  type WatchedAct,
} from '#libs/what-if';
import { type WatchedVm, watchVm } from './watch-vm.js';

/** A host as people can find it again. */
export interface StoryHost {
  readonly name: string;
  readonly type: string;
  readonly cluster: string;
}

/** One thing that befell a VM in a run. */
export interface StoryEvent {
  /** From day 0, 00:00. */
  readonly atMs: number;
  readonly what: WatchedAct['act'];
  readonly host?: StoryHost;
  /** Names of the faults staged for it. */
  readonly faults?: readonly string[];
  /** How a hibernation or resume ended. */
  readonly cause?: FateCause;
}

/** Everything about one VM of a scenario. */
export interface VmStory {
  readonly vm: string;
  /** In the whole fleet. */
  readonly number: number;
  readonly region: string;
  readonly group: string;
  /** Size and image, where they are known. */
  readonly make?: string;
  readonly timeline: readonly StoryEvent[];
  /** The same acts through the steps that a single VM takes; none for VMs without guests. */
  readonly acts: readonly ToldAct[];
  /** Whether those ended as in the run. */
  readonly agrees: boolean;
}

/** Runs the region of a VM again and tells what befell that VM, and why. Throws `RunError`. */
export async function vmStory(scenario: Scenario, vm: string): Promise<VmStory> {
  const watched = await watchVm(scenario, vm);
  const { fleet, index, region } = watched;
  const kind = fleet.kinds[fleet.kindOf[index]!]!;
  const timeline = timelineOf(scenario, watched);
  const name = fleet.nameOf(index);
  const acts = actsOf(scenario, watched, name);
  return {
    vm: name,
    number: fleet.firstVm + index,
    region,
    group: scenario.schedule.groups[kind.group]?.name ?? String(kind.group),
    ...(kind.make === undefined ? {} : { make: kind.make.name }),
    timeline,
    acts,
    agrees: agree(timeline, acts),
  };
}

function timelineOf(scenario: Scenario, watched: WatchedVm): readonly StoryEvent[] {
  const { causes, watched: acts = [] } = watched.outcome;
  const hosts = hostsOf(scenario, watched);
  return acts.map(({ atMs, act, host, cause, faultSet = 0 }) => {
    const fault = scenario.faults[faultSet - 1];
    return {
      atMs,
      what: act,
      ...(host === undefined ? {} : { host: hosts(host) }),
      ...(fault === undefined ? {} : { faults: [faultName(fault.fault)] }),
      ...(cause === undefined ? {} : { cause: causes[cause]! }),
    };
  });
}

function hostsOf({ clusters, seed }: Scenario, { region, fleet }: WatchedVm): (host: number) => StoryHost {
  const number = regionsOf({ clusters }).indexOf(region);
  const { typeOf, clusterOf } = hostTypesOf(clusters.clusters, { name: region, number }, fleet.vms, seed);
  return (host) => ({
    name: `host-${host}`,
    type: clusters.types[typeOf[host]!]!.name,
    cluster: clusters.clusters[clusterOf[host]!]!.name,
  });
}

function actsOf(scenario: Scenario, watched: WatchedVm, name: string): readonly ToldAct[] {
  const { fleet, index } = watched;
  const make = fleet.kinds[fleet.kindOf[index]!]?.make;
  if (scenario.guests === undefined || make?.profile === undefined) return [];
  const { policy } = scenario.guests;
  return tellLife({ name, make: { ...make, profile: make.profile }, policy }, historyOf(scenario, watched));
}

/** What the guest took part in. An act begins when the VM has its host, or when it is asked to hibernate. */
function historyOf(scenario: Scenario, watched: WatchedVm): readonly HistoryAct[] {
  const faultSets = faultSetsOf(scenario.faults);
  const types = new Map(scenario.clusters.types.map((type) => [type.name, type]));
  const hosts = hostsOf(scenario, watched);
  const history: HistoryAct[] = [];
  let begunMs = 0;
  for (const { act, atMs, host, cause, faultSet = 0 } of watched.outcome.watched ?? []) {
    const faults = faultSets[faultSet] ?? [];
    if (act === 'start-asked' || act === 'placed') begunMs = atMs;
    const isDecided = act === 'fell-asleep' || act === 'stayed-awake';
    if (isDecided && cause !== undefined) history.push({ kind: 'hibernate', atMs, faults });
    if ((act === 'booted' || act === 'resumed') && host !== undefined) {
      const { name, type } = hosts(host);
      const { generation } = types.get(type)!;
      const kind = act === 'booted' ? 'boot' : 'resume';
      history.push({ kind, atMs: begunMs, host: { name, generation }, faults });
    }
  }
  return history;
}

function agree(timeline: readonly StoryEvent[], acts: readonly ToldAct[]): boolean {
  if (acts.length === 0) return true;
  const ofRun = timeline.flatMap(({ cause }) => cause ?? []);
  const alone = acts.flatMap(({ fate }) => fate?.cause ?? []);
  return JSON.stringify(ofRun) === JSON.stringify(alone);
}
