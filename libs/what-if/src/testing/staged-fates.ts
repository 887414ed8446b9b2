import { mix32 } from '#libs/determinism';
import { FATE_KINDS, type FateKind, type GuestFates } from '../guests/guest-fates.js';

/** One row per (state, kind of fate). */
const STATES = 16;

/**
 * Guests whose fates are drawn from the kinds given, evenly, by their state and what is staged: a hibernation or
 * resume of each kind comes about without a guest that has it. The cause of a fate is the index of its kind.
 */
export function stagedFates({
  hibernations,
  resumes,
}: {
  readonly hibernations: readonly FateKind[];
  readonly resumes: readonly FateKind[];
}): GuestFates {
  const rows = STATES * FATE_KINDS.length;
  const kindOf = (row: number) => row % FATE_KINDS.length;
  const rowOf = (state: number, kinds: readonly FateKind[], draw: number) =>
    state * FATE_KINDS.length + FATE_KINDS.indexOf(kinds[mix32(draw) % kinds.length]!);
  const column = (of: (row: number) => number) => Array.from({ length: rows }, (_row, row) => of(row));
  return {
    boot: (make, generation) => (make * 3 + generation) % STATES,
    hibernate: (state, faultSet) => rowOf(state, hibernations, state * 31 + faultSet),
    resume: (state, generation, faultSet) => rowOf(state, resumes, state * 97 + generation * 7 + faultSet),
    fates: {
      next: Int32Array.from(column((row) => (Math.floor(row / FATE_KINDS.length) * 5 + 1) % STATES)),
      kind: Uint8Array.from(column(kindOf)),
      cause: Int32Array.from(column(kindOf)),
      ms: Int32Array.from(column((row) => 1000 + row * 10)),
      imageMib: Int32Array.from(
        column((row) => (kindOf(row) === FATE_KINDS.indexOf('refused') ? 0 : 100 + row)),
      ),
      bytesPerSecond: new Float64Array(rows).fill(100_000_000),
    },
    causes: FATE_KINDS.map((kind) => ({ act: 'hibernate', kind, summary: `It ended as ${kind}.` })),
  };
}
