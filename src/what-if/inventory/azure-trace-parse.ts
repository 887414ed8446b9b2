import { dirname, join } from 'node:path';
import { readManifest, traceFile } from './azure-trace-files.js';
import { InventoryError } from './inventory-error.js';

/** VMs in the order of the trace. */
export interface TraceVms {
  /** Seconds of the trace's clock, by VM: the start of the five minutes in which it arrives. */
  readonly arrivals: readonly number[];
  /** VMs that arrive together, and belong to one tenant: number of the batch, by VM. */
  readonly batches: readonly number[];
  readonly batchCount: number;
  /** Indexes of `flavours`, by VM. */
  readonly flavourOf: readonly number[];
  /** Indexes of `lifetimes`, by VM. */
  readonly lifetimeOf: readonly number[];
  /** Whether the VM still ran when the trace ended: its lifetime is what was seen of it. */
  readonly isCensored: readonly boolean[];
  readonly flavours: readonly TraceFlavour[];
  readonly lifetimes: readonly LifetimeRange[];
}

export interface TraceFlavour {
  /** `1,1.75`: vCPUs and memory as the trace has them. */
  readonly name: string;
  readonly vcpus: number;
  readonly memoryMib: number;
}

/** Seconds from `from`, up to but not including `until`. */
export interface LifetimeRange {
  readonly from: number;
  readonly until: number;
}

const MIB_PER_GB = 1024;
/** The trace tells times to five minutes. */
export const TRACE_STEP_SECONDS = 300;
const END_OF_BATCH = '|';

/** Reads the windows of a trace one after the other. Throws `InventoryError` for files that do not fit each other. */
export async function readTrace(manifestPath: string): Promise<TraceVms> {
  const manifest = await readManifest(manifestPath);
  const textOf = (name: string) => traceFile(manifestPath, manifest, name);
  const pathOf = (name: string) => join(dirname(manifestPath), name);
  const flavours = parseFlavours(pathOf(manifest.flavours), await textOf(manifest.flavours));
  const lifetimes = parseLifetimes(pathOf(manifest.ranges), await textOf(manifest.ranges));
  const letters = new Map([...flavours.keys()].map((letter, at) => [letter, at]));
  const vms = new TraceReading(letters, lifetimes.length);
  for (const window of manifest.windows) {
    vms.add(pathOf(window.arrivals), await textOf(window.arrivals), await textOf(window.lifetimes));
  }
  return { ...vms.read, flavours: [...flavours.values()], lifetimes };
}

class TraceReading {
  readonly #arrivals: number[] = [];
  readonly #batches: number[] = [];
  readonly #flavourOf: number[] = [];
  readonly #lifetimeOf: number[] = [];
  readonly #isCensored: boolean[] = [];
  #batchCount = 0;

  constructor(
    private readonly letters: ReadonlyMap<string, number>,
    private readonly lifetimes: number,
  ) {}

  get read() {
    return {
      arrivals: this.#arrivals,
      batches: this.#batches,
      batchCount: this.#batchCount,
      flavourOf: this.#flavourOf,
      lifetimeOf: this.#lifetimeOf,
      isCensored: this.#isCensored,
    };
  }

  add(path: string, flavours: string, lifetimes: string): void {
    const lines = lifetimes.split('\n');
    for (const [at, line] of flavours.split('\n').entries()) {
      if (line === '') continue;
      const [seconds, letters] = halves(line);
      const [lifetimeSeconds, lived] = halves(lines[at] ?? '');
      const fault = (reason: string) => malformed(path, `line ${at + 1} ${reason}`);
      if (seconds !== lifetimeSeconds || !/^\d+$/.test(seconds)) {
        throw fault(`is about ${seconds} s, that of its lifetimes about ${lifetimeSeconds} s`);
      }
      this.#addLine(Number(seconds), letters.split(','), lived.split(','), fault);
    }
  }

  #addLine(
    seconds: number,
    letters: readonly string[],
    lived: readonly string[],
    fault: (reason: string) => InventoryError,
  ): void {
    if (letters.length !== lived.length) throw fault('has another number of VMs than its lifetimes');
    for (const [at, letter] of letters.entries()) {
      const life = lived[at]!;
      if (letter === END_OF_BATCH || letter === '') {
        if (life !== letter) throw fault(`has other batches than its lifetimes at VM ${at}`);
        if (letter === END_OF_BATCH) this.#batchCount++;
        continue;
      }
      const flavour = this.letters.get(letter);
      const lifetime = Number(life.slice(1));
      if (flavour === undefined) throw fault(`has a flavour ${letter} that is not listed`);
      if (!/^[UC]\d+$/.test(life) || lifetime >= this.lifetimes) {
        throw fault(`has a lifetime ${life} that is not listed`);
      }
      this.#arrivals.push(seconds);
      this.#batches.push(this.#batchCount);
      this.#flavourOf.push(flavour);
      this.#lifetimeOf.push(lifetime);
      this.#isCensored.push(life.startsWith('C'));
    }
  }
}

function parseFlavours(path: string, text: string): ReadonlyMap<string, TraceFlavour> {
  const flavours = new Map<string, TraceFlavour>();
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const [name, letter] = halves(line);
    const [vcpus, memoryGb] = name.split(',').map(Number);
    if (!(vcpus !== undefined && vcpus > 0 && memoryGb !== undefined && memoryGb > 0) || letter === '') {
      throw malformed(path, `${JSON.stringify(line)} is no flavour`);
    }
    flavours.set(letter, { name, vcpus, memoryMib: memoryGb * MIB_PER_GB });
  }
  return flavours;
}

/** The file lists lifetimes in steps, each with the number of its range. */
function parseLifetimes(path: string, text: string): readonly LifetimeRange[] {
  const ranges: { from: number; until: number }[] = [];
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const [seconds, number] = halves(line).map(Number) as [number, number];
    const range = ranges[number];
    if (range === undefined && number === ranges.length) {
      ranges.push({ from: seconds, until: seconds + TRACE_STEP_SECONDS });
    } else if (range?.until === seconds) range.until = seconds + TRACE_STEP_SECONDS;
    else throw malformed(path, `${JSON.stringify(line)} is out of order`);
  }
  return ranges;
}

/** What is in front of the first space, and what behind it. */
function halves(line: string): readonly [string, string] {
  const at = line.indexOf(' ');
  return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1).trimEnd()];
}

function malformed(path: string, reason: string): InventoryError {
  return new InventoryError(path, { kind: 'malformed', reason });
}
