/**
 * What a run holds of each VM: eight 32-bit words side by side, 32 bytes, so that handling an event touches one line
 * of the cache. The words are read and written in place: `words[vm * VM_WORDS + VM.host]`.
 */
export const VM_WORDS = 8;

/** Places of the words. */
export const VM = {
  /** Host that the VM is on; `NO_HOST`. */
  host: 0,
  /** Host that it was saved on; `NO_HOST`. */
  previous: 1,
  /** The VM behind it in the queue that it waits in; `NO_VM`. */
  next: 2,
  /** When the start was asked for that is under way or was the last, unsigned ms. */
  since: 3,
  /** When it left its host, unsigned ms. */
  savedAt: 4,
  /** State and counters, packed; see `STATE` and below. */
  flags: 5,
  /** Index of its kind, and its type of origin above `ORIGIN_SHIFT`. */
  kind: 6,
  /** State of its guest, as `GuestFates` counts them. */
  guest: 7,
} as const;

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
  /** Its guest made an image, but the platform saw it power off: it keeps its host. */
  stopped: 7,
  gone: 8,
} as const;

export const STATE_MASK = 0xf;

/** The start under way is a boot. */
export const IS_BOOT = 1 << 4;
/** The host failed under a VM that was on its way; it shows when the way ends. */
export const IS_DOOMED = 1 << 5;
/** Its guest has made an image, but keeps the host when that is written: see `STATE.stopped`. */
export const KEEPS_HOST = 1 << 6;
/** Placements of the start under way, 4 bits. */
export const ATTEMPT_SHIFT = 7;
export const ATTEMPT = 1 << ATTEMPT_SHIFT;
export const ATTEMPTS_MASK = 0xf << ATTEMPT_SHIFT;
/** How often the client has been turned away, 5 bits. */
export const REFUSAL_SHIFT = 11;
export const REFUSAL = 1 << REFUSAL_SHIFT;
export const REFUSALS_MASK = 0x1f << REFUSAL_SHIFT;
/** Step of the calendar that the start under way belongs to, and the step that comes next. 8 bits each. */
export const EPISODE_SHIFT = 16;
export const EPISODE_MASK = 0xff << EPISODE_SHIFT;
export const STEP_SHIFT = 24;
export const STEP = 1 << STEP_SHIFT;

/** Kinds below, type of origin plus one above: 0 for a VM that has never booted. */
export const ORIGIN_SHIFT = 24;
export const KIND_MASK = (1 << ORIGIN_SHIFT) - 1;

/** VMs that have been nowhere, of the kinds given. */
export function vmTable(kindOf: Uint16Array | Uint32Array): Int32Array {
  const words = new Int32Array(kindOf.length * VM_WORDS);
  for (let vm = 0; vm < kindOf.length; vm++) {
    const at = vm * VM_WORDS;
    words[at + VM.host] = -1;
    words[at + VM.previous] = -1;
    words[at + VM.next] = NO_VM;
    words[at + VM.kind] = kindOf[vm]!;
  }
  return words;
}
