import type { RuleId } from '#libs/kernel-rules';
import type { Fault, GuestProfile, KernelPhase, Severity } from '#libs/linux-guest';
import type { VmSize } from '../catalogue/vm-size.js';
import type { HostMove } from './host-moves.js';

/** What a case is: a row of the table in acceptance-cases.ts. Everything that runs cases reads only this. */
export interface AcceptanceCase {
  /** Kebab-case, stable: people name cases by it, and reports are compared by it. */
  readonly id: string;
  /** What is done, in a few words. */
  readonly title: string;
  readonly rules: readonly [RuleId, ...RuleId[]];
  readonly group: CaseGroup;
  /** What size and fleet must have; a case whose needs are not met does not run, and says so. */
  readonly needs: readonly Need[];
  /** From which host to which the VM wakes up; absent: wherever placement likes. */
  readonly move?: HostMove;
  /** How the VM differs from the pattern. */
  readonly prepare: Preparation;
  readonly acts: readonly Act[];
  /** Asked at every `resume` among the acts. */
  readonly expects: Expectation;
}

/** `usual`: what happens to every image on the real path. The others need a fault, or a host, that nobody can order. */
export const CASE_GROUPS = ['usual', 'only an emulator can stage'] as const;
export type CaseGroup = (typeof CASE_GROUPS)[number];

/** What a size may lack. Hosts are asked for by `move`. */
export type Need = 'accelerated-networking' | 'two-nics' | 'two-data-disks' | 'two-vcpus';

/** The machine that the pattern's size stands for. */
export type Machine = Pick<
  VmSize,
  'name' | 'vcpus' | 'memoryMib' | 'maxNics' | 'maxDataDisks' | 'acceleratedNetworking' | 'processorVendor'
>;

/** What a guest has otherwise than its profile says. */
export type GuestOverrides = Readonly<Partial<Omit<GuestProfile, 'name'>>>;

/** Members that are absent are as the pattern has them. */
export interface Preparation {
  readonly nics?: number | 'max';
  /** Whether every NIC gets a VF, or none does. */
  readonly accelerated?: boolean;
  readonly dataDisks?: number | 'max';
  readonly guest?: (machine: Machine) => GuestOverrides;
}

/** What is done to the VM, in order. The first act that does not go as it must ends the case. */
export type Act =
  /** It must reach S4, and the platform must see that. */
  | { readonly kind: 'hibernate' }
  /** It must not, and the VM must run on as before. */
  | { readonly kind: 'hibernate-in-vain' }
  /** From inside: the platform sees a VM that stopped (R91). */
  | { readonly kind: 'self-hibernate' }
  /** The start after which the expectation of the case is asked. */
  | { readonly kind: 'resume' }
  /** A start that must end in a cold boot. */
  | { readonly kind: 'boot' }
  | { readonly kind: 'stop' }
  | { readonly kind: 'deallocate' }
  /** Sets the faults of the VM; those before it are lifted. */
  | { readonly kind: 'stage'; readonly faults: (machine: Machine) => readonly Fault[] }
  /** Changes what is installed in the guest, over what was changed before. */
  | { readonly kind: 'set-up'; readonly guest: (machine: Machine) => GuestOverrides };

/** What the image has to show. */
export type Expectation =
  /** The same Linux goes on with everything it had: the image is robust here. */
  | { readonly kind: 'comes back'; readonly also: readonly ExtraCheck[] }
  /**
   * No image can come back unharmed from this. Pass means that the harm is the one of the rules, no worse, and that
   * it is told.
   */
  | {
      readonly kind: 'must not come back silently';
      readonly severity: Exclude<Severity, 'resumed' | 'hibernate-aborted'>;
      readonly phase: KernelPhase;
      readonly rule: RuleId;
      readonly slot?: string;
    };

/**
 * Beyond what every VM that comes back has to show: `clock`, the time service matched and set the clock; `vfs`, each
 * VF left and a new one came; `host`, the VM is on another host.
 */
export type ExtraCheck = 'clock' | 'vfs' | 'host';
