import { NEVER } from '../fleet/fleet.js';
import { hostEventsOf } from '../engine/host-events.js';
import { hostTypesOf } from '../engine/host-table.js';
import type { ShardInput, WatchedAct } from '../engine/shard.js';
import { LiveHosts, type Wish } from './live-placement.js';
import type { ToldAct } from './watched-run.js';

const DAY_MS = 86_400_000;

interface Life {
  readonly vm: number;
  wish: Wish;
  host: number;
  lastHost: number;
  isRunning: boolean;
  isAsleep: boolean;
  /** Since when it has held its host, has been asleep; first held one; ms within the days. */
  heldSince: number;
  asleepSince: number;
  firstHeld: number | undefined;
  endsAt: number;
  heldMs: number;
  heldSeconds: number;
  asleepMs: number;
}

/** Of events at one millisecond the order in which they are handled, by what is told of them. */
const RANK: Readonly<Partial<Record<WatchedAct['act'], number>>> = {
  'host-failed': 0,
  saved: 0,
  booted: 1,
  resumed: 1,
  placed: 2,
  'no-host': 2,
  deleted: 6,
};
const LAST_RANK = 3;

/**
 * Goes through what was told of all VMs in the order of time and counts again, from the VMs and a plain list of hosts
 * alone, what the engine counts as it goes.
 */
export class Recount {
  readonly levels: { running: number[]; hibernated: number[]; hostsUsed: number[] } = {
    running: [],
    hibernated: [],
    hostsUsed: [],
  };
  /** Hosts that held more than they have, placements that the live path would have made otherwise. */
  readonly wrongs: string[] = [];
  readonly lives: readonly Life[];
  emptyMs = 0;
  readonly #hosts: LiveHosts;
  readonly #horizonMs: number;
  readonly #hostCount: number;
  #clockMs = 0;

  constructor(
    readonly input: ShardInput,
    acts: readonly ToldAct[],
    /** Kinds of fate by cause. */
    readonly kindOfCause: readonly string[],
  ) {
    const { scenario, fleet, region } = input;
    const { types, clusters } = scenario.clusters;
    const place = { name: region, number: 0 };
    const { typeOf, clusterOf } = hostTypesOf(clusters, place, fleet.vms, scenario.seed);
    this.#hosts = new LiveHosts(Array.from(typeOf, (type) => types[type]!));
    this.#hostCount = typeOf.length;
    this.#horizonMs = scenario.days * DAY_MS;
    this.lives = Array.from(fleet.kindOf, (kind, vm) =>
      newLife(vm, { kind: fleet.kinds[kind]! }, this.#horizonMs),
    );
    const events = hostEventsOf(scenario, 0, typeOf, clusterOf);
    for (const { kind, hosts } of events) {
      if (kind === 'join') for (const host of hosts) this.#hosts.setOpen(host, false);
    }
    let nextEvent = 0;
    for (const act of acts.toSorted(inOrder)) {
      for (; nextEvent < events.length && events[nextEvent]!.atMs <= act.atMs; nextEvent++) {
        const { opens, hosts, atMs } = events[nextEvent]!;
        this.#advance(atMs);
        for (const host of hosts) this.#hosts.setOpen(host, opens);
      }
      this.#advance(act.atMs);
      this.#apply(this.lives[act.vm]!, act);
    }
    this.#advance(Number.POSITIVE_INFINITY);
    for (const life of this.lives) this.#end(life);
  }

  /** Time of VMs by kind, as money counts it. */
  timesByKind(): readonly { vms: number; heldMs: number; alwaysMs: number; existsMs: number }[] {
    const { fleet } = this.input;
    return fleet.kinds.map((_kind, kind) => {
      const lives = this.lives.filter(({ vm }) => fleet.kindOf[vm] === kind);
      const sum = (of: (life: Life) => number) => lives.reduce((total, life) => total + of(life), 0);
      const arrives = ({ vm }: Life) => {
        const told = fleet.arrivesMs?.[vm] ?? NEVER;
        return told === NEVER ? 0 : Math.min(told, this.#horizonMs);
      };
      return {
        vms: lives.length,
        heldMs: sum(({ heldMs }) => heldMs),
        alwaysMs: sum(({ firstHeld, endsAt }) => (firstHeld === undefined ? 0 : endsAt - firstHeld)),
        existsMs: sum((life) => life.endsAt - arrives(life)),
      };
    });
  }

  #advance(at: number): void {
    const { seriesStepMs } = this.input.scenario;
    const rows = Math.ceil(this.#horizonMs / seriesStepMs);
    while (this.levels.running.length < rows && (this.levels.running.length + 1) * seriesStepMs <= at)
      this.#endRow();
    const until = this.#clipped(at);
    this.emptyMs += (until - this.#clipped(this.#clockMs)) * (this.#hostCount - this.#hosts.used);
    this.#clockMs = at;
  }

  #endRow(): void {
    const count = (is: (life: Life) => boolean) => this.lives.filter(is).length;
    this.levels.running.push(count(({ isRunning }) => isRunning));
    this.levels.hibernated.push(count(({ isAsleep }) => isAsleep));
    this.levels.hostsUsed.push(this.#hosts.used);
  }

  #apply(life: Life, { act, atMs, host = -1, cause }: ToldAct): void {
    const fate = cause === undefined ? 'none' : this.kindOfCause[cause];
    switch (act) {
      case 'no-host':
        return this.#compare(life, atMs, -1);
      case 'placed':
        return this.#enter(life, atMs, host);
      case 'booted':
        life.isRunning = true;
        life.wish = { kind: life.wish.kind, origin: this.#hosts.typeOf(host) };
        return;
      case 'resumed':
        life.isRunning = fate !== 'hung';
        if (fate === 'cold') life.wish = { kind: life.wish.kind, origin: this.#hosts.typeOf(host) };
        return;
      case 'fell-asleep':
        life.isRunning = false;
        return;
      case 'stayed-awake':
        life.isRunning = fate !== 'hung';
        return;
      case 'saved':
        life.wish = { ...life.wish, previous: life.host };
        this.#leave(life, atMs);
        life.isAsleep = true;
        life.asleepSince = this.#clipped(atMs);
        return;
      case 'host-failed':
        if (life.host !== host) this.wrongs.push(`${atMs}: VM ${life.vm} was not on host ${host}`);
        this.#leave(life, atMs);
        life.isRunning = false;
        life.wish = { kind: life.wish.kind };
        return;
      case 'deleted':
        this.#end(life, atMs);
        return;
      default:
    }
  }

  #compare(life: Life, atMs: number, host: number): void {
    const { kind } = life.wish;
    const wish = life.isAsleep ? life.wish : { kind };
    const expected = this.#hosts.choice(wish, this.input.scenario.placement);
    if (host !== expected) this.wrongs.push(`${atMs}: VM ${life.vm} got host ${host}, not ${expected}`);
  }

  #enter(life: Life, atMs: number, host: number): void {
    this.#compare(life, atMs, host);
    const { kind } = life.wish;
    if (life.host >= 0) this.wrongs.push(`${atMs}: VM ${life.vm} was on host ${life.host} already`);
    this.#hosts.enter(life.vm, kind, host);
    for (const name of this.#hosts.overfull()) this.wrongs.push(`${atMs}: ${name} holds more than it has`);
    const at = this.#clipped(atMs);
    if (life.isAsleep) life.asleepMs += at - life.asleepSince;
    else life.wish = { kind, origin: this.#hosts.typeOf(host) };
    life.isAsleep = false;
    life.host = host;
    life.lastHost = host;
    life.heldSince = at;
    life.firstHeld ??= at;
  }

  #leave(life: Life, atMs: number): void {
    if (life.host < 0) return;
    const at = this.#clipped(atMs);
    this.#hosts.leave(life.vm, life.host);
    life.host = -1;
    life.heldMs += at - life.heldSince;
    life.heldSeconds += Math.floor(at / 1000) - Math.floor(life.heldSince / 1000);
  }

  /** The VM is deleted, or the days are over. */
  #end(life: Life, atMs?: number): void {
    const at = this.#clipped(atMs ?? Number.POSITIVE_INFINITY);
    this.#leave(life, at);
    if (life.isAsleep) life.asleepMs += at - life.asleepSince;
    life.isAsleep = false;
    life.isRunning = false;
    if (atMs !== undefined) life.endsAt = at;
  }

  #clipped(at: number): number {
    return Math.min(at, this.#horizonMs);
  }
}

function newLife(vm: number, wish: Wish, endsAt: number): Life {
  return {
    vm,
    wish,
    host: -1,
    lastHost: -1,
    isRunning: false,
    isAsleep: false,
    heldSince: 0,
    asleepSince: 0,
    firstHeld: undefined,
    endsAt,
    heldMs: 0,
    heldSeconds: 0,
    asleepMs: 0,
  };
}

/** What is told of one VM stays in its order: sorting is stable. */
function inOrder(a: ToldAct, b: ToldAct): number {
  const rank = ({ act }: ToldAct) => RANK[act] ?? LAST_RANK;
  return a.atMs - b.atMs || (a.vm === b.vm ? 0 : rank(a) - rank(b) || a.vm - b.vm);
}
