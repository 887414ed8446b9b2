/** Quantities that a host sells and a VM takes. Memory in MiB; a VF slot backs one accelerated NIC. */
export interface Resources {
  readonly vcpus: number;
  readonly memoryMib: number;
  readonly vfSlots: number;
}

/**
 * A kind of server: what Linux detects at boot and never again after a resume (CONSIDER-6, CONSIDER-7).
 * `configurationVersions` are the VM configuration versions that its Hyper-V can run, oldest first.
 */
export interface HostGeneration {
  readonly name: string;
  readonly processorVendor: 'Intel' | 'AMD';
  readonly processorModel: string;
  /** Order among models of one vendor: a VM booted on rank n finds every feature it uses on rank >= n. */
  readonly processorRank: number;
  /** Hyper-V's level: a higher one offers everything that a lower one does. */
  readonly hypervLevel: number;
  readonly configurationVersions: readonly string[];
  /** VMBus protocol versions, `major.minor`, that its Hyper-V negotiates (R13). */
  readonly vmbusVersions: readonly string[];
}

/** `draining`: runs what it has, takes nothing new. `down`: failed; what ran there is gone. */
export type HostState = 'available' | 'draining' | 'down';

export interface Host {
  readonly id: string;
  readonly name: string;
  readonly cluster: string;
  readonly generation: HostGeneration;
  readonly capacity: Resources;
  readonly used: Resources;
  readonly state: HostState;
}
