import { draw, NEVER, streamBase, STREAMS, type ListedFleet, type VmKind, type VmMake } from '#libs/what-if';
import { readTrace, TRACE_STEP_SECONDS, type TraceFlavour, type TraceVms } from './azure-trace-parse.js';
import { checkSha256, fileSha256 } from './file-content.js';
import { InventoryError } from './inventory-error.js';
import type { LoadedFleet } from './loaded-fleet.js';
import { placeInShares, shareEnds } from './mix-shares.js';

const SECONDS_PER_DAY = 86_400;

/**
 * Loads the Azure trace: arrivals, sizes, batches and lifetimes of its VMs, in one region. A batch is a tenant; times
 * count from the first five minutes. `spec.path` is that of a manifest. What the trace does not tell is drawn: when within its five minutes
 * a batch arrives, how long a VM lives within the range that the trace gives, and the groups of VMs that live longer
 * than a day. VMs that still ran when the trace ended stay. Throws as `loadListedFleet`.
 */
export async function loadAzureTrace(
  spec: ListedFleet,
  groups: readonly string[],
  seed: number,
): Promise<LoadedFleet> {
  checkSha256(spec.path, spec.sha256, await fileSha256(spec.path));
  const trace = await readTrace(spec.path);
  const vms = Math.min(trace.arrivals.length, spec.most ?? Infinity);
  if (vms === 0) throw new InventoryError(spec.path, { kind: 'empty' });
  const { kindOf, kinds } = kindsOf(trace, vms, { spec, groups, seed });
  const { arrivesMs, leavesMs } = timesOf(trace, vms, seed);
  const fleet = {
    vms,
    firstVm: 0,
    kinds,
    kindOf,
    tenantOf: Uint32Array.from({ length: vms }, (_, vm) => trace.batches[vm]!),
    arrivesMs,
    leavesMs,
    nameOf: (index: number) => `trace-${index}`,
  };
  return {
    regions: [{ region: spec.otherwise.region, fleet }],
    vms,
    tenants: trace.batches[vms - 1]! + 1,
    tenantName: (tenant) => `batch-${tenant}`,
    report: { rows: vms, skipped: 0, problems: [], unusedColumns: [], notes: notesOf(trace, vms, spec) },
  };
}

/** Whether a VM is one that a schedule may be made up for. */
function isLongLived({ isCensored, lifetimes, lifetimeOf }: TraceVms, vm: number): boolean {
  return isCensored[vm]! || lifetimes[lifetimeOf[vm]!]!.from > SECONDS_PER_DAY;
}

function kindsOf(
  trace: TraceVms,
  vms: number,
  {
    spec,
    groups,
    seed,
  }: { readonly spec: ListedFleet; readonly groups: readonly string[]; readonly seed: number },
) {
  const indexOf = (name: string) => {
    const index = groups.indexOf(name);
    if (index < 0) throw new Error(`the schedule has no group ${name}`);
    return index;
  };
  const shortLived = indexOf(spec.otherwise.group);
  const drawn = spec.groups.map(({ value }) => indexOf(value));
  const ends = shareEnds(spec.groups);
  const sum = ends.at(-1) ?? 0;
  const stream = streamBase(seed, STREAMS.group);
  const makes = trace.flavours.map((flavour) => makeOf(flavour, spec));
  const kinds: VmKind[] = [];
  const numbers = new Map<number, number>();
  const kindOf = new Uint16Array(vms);
  for (let vm = 0; vm < vms; vm++) {
    const flavour = trace.flavourOf[vm]!;
    const group =
      sum > 0 && isLongLived(trace, vm) ? drawn[placeInShares(ends, draw(stream, vm) % sum)]! : shortLived;
    const key = flavour * groups.length + group;
    let number = numbers.get(key);
    if (number === undefined) {
      number = kinds.push(kindFor(makes[flavour]!, group)) - 1;
      numbers.set(key, number);
    }
    kindOf[vm] = number;
  }
  return { kinds, kindOf };
}

function kindFor(make: VmMake, group: number): VmKind {
  return {
    group,
    isPinned: false,
    vcpus: make.size.vcpus,
    memoryMib: make.size.memoryMib,
    vfSlots: make.nics.filter(({ isAccelerated }) => isAccelerated).length,
    make,
  };
}

function makeOf({ name, vcpus, memoryMib }: TraceFlavour, { makes, otherwise }: ListedFleet): VmMake {
  const own = makes[name];
  if (own !== undefined) return own;
  const size = { ...otherwise.make.size, name: `${vcpus} vCPU, ${memoryMib} MiB`, vcpus, memoryMib };
  return { ...otherwise.make, name: size.name, size };
}

function timesOf(trace: TraceVms, vms: number, seed: number) {
  const { arrivals, batches, lifetimes, lifetimeOf, isCensored } = trace;
  const first = arrivals[0]!;
  const arrivalStream = streamBase(seed, STREAMS.traceArrival);
  const lifetimeStream = streamBase(seed, STREAMS.traceLifetime);
  const arrivesMs = new Uint32Array(vms);
  const leavesMs = new Uint32Array(vms);
  for (let vm = 0; vm < vms; vm++) {
    const withinMs = draw(arrivalStream, batches[vm]!) % (TRACE_STEP_SECONDS * 1000);
    const at = (arrivals[vm]! - first) * 1000 + withinMs;
    arrivesMs[vm] = at;
    const { from, until } = lifetimes[lifetimeOf[vm]!]!;
    const livesMs = from * 1000 + 1 + (draw(lifetimeStream, vm) % ((until - from) * 1000));
    leavesMs[vm] = isCensored[vm]! ? NEVER : at + livesMs;
  }
  return { arrivesMs, leavesMs };
}

function notesOf(trace: TraceVms, vms: number, { groups }: ListedFleet): readonly string[] {
  let longLived = 0;
  let stay = 0;
  for (let vm = 0; vm < vms; vm++) {
    if (isLongLived(trace, vm)) longLived++;
    if (trace.isCensored[vm]!) stay++;
  }
  const names = groups.map(({ value }) => value).join(', ');
  return [
    `Schedules are synthetic: the trace has none. Groups (${names}) of the ${longLived} VMs that live longer than a day are drawn.`,
    'When a batch arrives within its five minutes, and how long a VM lives within its range, is drawn.',
    `${stay} VMs still ran when the trace ended: they stay.`,
  ];
}
