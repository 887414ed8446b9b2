import type { Resources } from '#libs/hosts';
import type { RuleId } from '#libs/kernel-rules';

/** What an image was running on when it was made; a resume must not land on less (CONSIDER-6, CONSIDER-7). */
export interface ResumeOrigin {
  readonly processorVendor: 'Intel' | 'AMD';
  readonly processorRank: number;
  readonly processorModel: string;
  readonly hypervLevel: number;
}

export interface PlacementRequest {
  readonly demand: Resources;
  /** Absent: any vendor will do. */
  readonly processorVendor?: 'Intel' | 'AMD';
  /** VM configuration version that the host must support; absent for a VM that has none yet. */
  readonly configurationVersion?: string;
  /** Present when a hibernated image will continue on the chosen host. */
  readonly resumeOrigin?: ResumeOrigin;
  /** Restrict to one cluster. */
  readonly cluster?: string;
  /** Restrict to one host, by name: an operator's or a test's explicit choice. */
  readonly hostName?: string;
  /** Hosts to rank last, e.g. the one that the VM has just left. */
  readonly avoidHostIds: readonly string[];
  readonly strategy: 'spread' | 'pack';
}

export interface HostRejection {
  readonly hostId: string;
  readonly hostName: string;
  readonly filter: string;
  readonly rule: RuleId;
  readonly reason: string;
}

export interface RankedHost {
  readonly hostId: string;
  readonly hostName: string;
  /** Weigher name to score; higher is better; compared in the order of the weighers. */
  readonly scores: Readonly<Record<string, number>>;
}

/** Why a host was chosen, or why none could be: every host appears once, ranked or rejected. */
export type PlacementVerdict =
  | {
      readonly kind: 'placed';
      readonly hostId: string;
      readonly hostName: string;
      readonly ranking: readonly RankedHost[];
      readonly rejected: readonly HostRejection[];
    }
  | { readonly kind: 'no-host'; readonly rejected: readonly HostRejection[] };
