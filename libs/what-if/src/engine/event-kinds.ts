/** Kinds of events. Of events at one millisecond the lower kind comes first, then the lower VM number. */
export const EVENT = {
  /** The saved VM gives its room back. */
  saved: 0,
  /** Boot or restore has finished. */
  ready: 1,
  /** A control-plane worker has finished one placement. */
  placed: 2,
  /** Calendar: the VM is asked to hibernate. */
  hibernate: 3,
  /** A start that found no host tries again. */
  retry: 4,
  /** Calendar: the VM is asked to start. */
  start: 5,
  /** The VM is deleted. */
  leave: 6,
  /** A client that was turned away asks again. */
  ask: 7,
} as const;
