/** What a search asks of hosts; a mutable record so that it can be used again. Amounts are in the index's units. */
export interface HostDemand {
  /** Bit `t` is set: hosts of type `t` will do. */
  types: number;
  first: number;
  second: number;
  vfSlots: number;
  /** A host that will not do; `NO_HOST` for none. */
  except: number;
}

export const NO_HOST = -1;
