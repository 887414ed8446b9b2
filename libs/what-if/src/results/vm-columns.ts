/** What is told of each VM of a region, one entry per VM; written to Parquet. */
export interface VmColumns {
  readonly firstVm: number;
  readonly count: number;
  /** Index into `WORST_FATES`. */
  readonly worst: Uint8Array;
  /** Index into the causes of the outcome, of the worst fate; -1 for none. */
  readonly cause: Int32Array;
  readonly boots: Uint8Array;
  readonly hibernations: Uint8Array;
  readonly resumes: Uint8Array;
  readonly failedStarts: Uint8Array;
  /** Longest time from a request for a resume to running, ms. */
  readonly longestReadyMs: Uint32Array;
  /** Time on a host until the end of the last day, seconds. */
  readonly runningSeconds: Uint32Array;
  /** Host at the end, or last one; -1 for none. */
  readonly lastHost: Int32Array;
  readonly kindOf: Uint16Array | Uint32Array;
}
