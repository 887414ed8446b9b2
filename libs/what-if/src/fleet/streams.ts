/** Numbers of the streams that draws come from. Streams of calendar entries are named by the entries (from 5 on). */
export const STREAMS = {
  hostType: 0,
  group: 1,
  /** Size, or its vCPUs. */
  size: 2,
  gibPerVcpu: 3,
  pinned: 4,
  profile: 200,
  tenant: 201,
  /** When a batch of a trace arrives within its five minutes; how long a VM lives within its range. */
  traceArrival: 202,
  traceLifetime: 203,
  /** Plus the day: how fast an image was written, read. */
  writeNoise: 300,
  readNoise: 400,
  /** Plus the day times 64 plus the number of the fault. */
  faults: 1_000,
  /** Plus the number of the host event. */
  hostEvents: 6_000,
} as const;
