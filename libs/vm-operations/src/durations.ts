/**
 * Emulated durations that no source gives exactly. Chosen so that a whole hibernation and a whole resume of a
 * small VM come near the one recorded run of the real service (41 s and 97 s). Unit: ms. Source: ASSUME-9.
 */
export const DURATION_MS = {
  createHypervVm: 4_000,
  firmwareAndKernelBoot: 18_000,
  userSpaceBoot: 14_000,
  shutDownGuest: 8_000,
  flushAndDetachDisks: 2_000,
  offerVf: 500,
  /** An extension that runs in a booted guest. */
  runExtension: 12_000,
  /** How long the host lets a guest take that has said it will hibernate (R89); not public. Source: ASSUME-1. */
  hibernateTimeout: 300_000,
} as const;
