/**
 * What a run holds of each VM: four 32-bit words side by side, 16 bytes, so that handling an event touches one line of
 * the cache, and a million VMs fit into it. The words are read and written in place: `words[vm * VM_WORDS + VM.host]`.
 * What few events need is in columns of its own.
 */
export const VM_WORDS = 4;

/** Places of the words. */
export const VM = {
  /** Host that the VM is on; or, below zero, `notOn` the host that it was saved on. */
  host: 0,
  /** When the start was asked for that is under way or was the last, unsigned ms. */
  since: 1,
  /** State and steps; see `STATE` and below. */
  flags: 2,
  /** Index of its kind, its origin, and counters of the start under way. */
  kind: 3,
} as const;

/** In `VM.host`: on no host; the last one was `host`, or `NO_HOST`. */
export function notOn(host: number): number {
  return -2 - host;
}

/** The host that a VM was saved on which is on none: of the word `notOn` made. */
export function lastHost(word: number): number {
  return -2 - word;
}

export const NO_VM = -1;

export const STATE = {
  off: 0,
  starting: 1,
  running: 2,
  saving: 3,
  hibernated: 4,
  /** It runs, and its client waits to ask again for a hibernation that was turned away. */
  asking: 5,
  /** Its guest is stuck, on its host. */
  hung: 6,
  gone: 7,
} as const;

/** In `VM.flags`. */
export const STATE_MASK = 0x7;
/** The start under way is a boot. */
export const IS_BOOT = 1 << 3;
/** The host failed under a VM that was on its way; it shows when the way ends. */
export const IS_DOOMED = 1 << 4;
/** How the host of the resume under way is to the one that the VM was saved on: an `EPISODE`. */
export const CAME_SHIFT = 5;
export const CAME_MASK = 0x3 << CAME_SHIFT;
/** Hibernations that were to be asked for again when the host failed under the VM: nobody will. 8 bits. */
export const STALE_ASK = 1 << 8;
export const STALE_ASKS_MASK = 0xff << 8;
/** Step of the calendar that the start under way belongs to, and the step that comes next. 8 bits each. */
export const EPISODE_SHIFT = 16;
export const EPISODE_MASK = 0xff << EPISODE_SHIFT;
export const STEP_SHIFT = 24;
export const STEP = 1 << STEP_SHIFT;

/** In `VM.kind`: kinds below. */
export const MOST_KINDS = 1 << 16;
export const KIND_MASK = MOST_KINDS - 1;
/** Placements of the start under way, 4 bits. */
export const ATTEMPT_SHIFT = 16;
export const ATTEMPT = 1 << ATTEMPT_SHIFT;
export const ATTEMPTS_MASK = 0xf << ATTEMPT_SHIFT;
/** How often the client has been turned away, 5 bits. */
export const REFUSAL_SHIFT = 20;
export const REFUSAL = 1 << REFUSAL_SHIFT;
export const REFUSALS_MASK = 0x1f << REFUSAL_SHIFT;
/** Type of origin plus one: 0 for a VM that has never booted. */
export const ORIGIN_SHIFT = 26;
export const COUNTERS_MASK = ATTEMPTS_MASK | REFUSALS_MASK;

/** VMs that have been nowhere, of the kinds given. Throws `RangeError` for a kind that has no room in its word. */
export function vmTable(kindOf: Uint16Array | Uint32Array, kinds: number): Int32Array {
  if (kinds > MOST_KINDS) throw new RangeError(`${kinds} kinds of VM, and ${MOST_KINDS} are the most`);
  const words = new Int32Array(kindOf.length * VM_WORDS);
  for (let vm = 0; vm < kindOf.length; vm++) {
    words[vm * VM_WORDS + VM.host] = notOn(-1);
    words[vm * VM_WORDS + VM.kind] = kindOf[vm]!;
  }
  return words;
}

export function setState(words: Int32Array, vm: number, state: number): void {
  const word = vm * VM_WORDS + VM.flags;
  words[word] = (words[word]! & ~STATE_MASK) | state;
}
