import type { RuleId } from '#libs/kernel-rules';
import type { GuestProfile, KernelPhase, Severity } from '#libs/linux-guest';
import type { Verdict } from '#libs/vm-operations';
import type { VmAction, VmWish } from '../../world/outcome-world.js';
import type { RowName } from './table-rows.js';

/** The kernel trees that the tables were read in; the first two are era A of the VMBus resume code, the last era B. */
export const KERNELS = { '6.1': '6.1.192', '6.12': '6.12.117', '7.2': '7.2.13' } as const;
export type Kernel = keyof typeof KERNELS;

export const EVERY_KERNEL: readonly Kernel[] = ['6.1', '6.12', '7.2'];
export const ERA_A: readonly Kernel[] = ['6.1', '6.12'];
export const ERA_B: readonly Kernel[] = ['7.2'];

/** What surrounds a VM; a step may change every member of it. */
export interface Surroundings {
  /** As `faultName` writes them: `device-missing nic 0`. All that are set. */
  readonly faults?: readonly string[];
  /** Beside an ordinary guest. */
  readonly guest?: Partial<Omit<GuestProfile, 'name' | 'kernelVersion'>>;
  readonly kernel?: Kernel;
  /** The server's own where absent. */
  readonly policy?: string;
  readonly placement?: { readonly cluster: string } | { readonly hostName: string };
}

/** The VM that a story is about. */
export interface Given extends Surroundings, Pick<VmWish, 'size' | 'hibernationEnabled' | 'osDiskGib'> {
  readonly nics?: readonly ('plain' | 'accelerated')[];
}

export type Step = VmAction | { readonly set: Surroundings };

export function set(surroundings: Surroundings): Step {
  return { set: surroundings };
}

/** A cause, or a finding, as the verdict tells it. */
export interface Shown {
  readonly rule: RuleId;
  readonly phase: KernelPhase;
  readonly slot?: string;
  /** Of the finding where it is not the verdict's: a harmless one among others. */
  readonly severity?: Severity;
  /** Causes only; what a device's resume returned stands in the log. */
  readonly errno?: number;
  /** In the symptom of the cause; in summary, consequence and later consequences of the finding. */
  readonly symptom: RegExp;
  readonly assumption?: RuleId;
}

/** A line of the kernel log; `afterMs`: how long after the hibernation began, or the image woke up. */
export type LogLine = RegExp | { readonly line: RegExp; readonly afterMs: number };

/** What the last step of a story comes to, for the guest and for the platform. */
export interface Expected {
  readonly severity: Verdict['severity'];
  readonly shows: Shown | 'nothing';
  /** Further findings beside it. */
  readonly besides?: readonly Shown[];
  /** Each is somewhere in the log. */
  readonly log?: readonly LogLine[];
  /** None of these is. */
  readonly unlogged?: readonly RegExp[];
  /** No error and no warning is logged: the kernel waits, or sees nothing. */
  readonly isSilent?: true;
  /** The image stays on the disk although the VM booted without it (R78). */
  readonly imageStays?: true;
  /** Only the host's patience ends the request (R89, R90, ASSUME-1). */
  readonly hostGivesUp?: true;
  /** Members of the match report. */
  readonly report?: Readonly<Record<string, unknown>>;
  /** Members of rows of it, each somewhere. */
  readonly rows?: readonly Readonly<Record<string, unknown>>[];
  /** Members of the emulation document. */
  readonly emulation?: Readonly<Record<string, unknown>>;
}

/** Steps, and what the last of them comes to; the ones before it succeed. */
export interface Chapter {
  readonly story: readonly [Step, ...Step[]];
  readonly expected: Expected;
}

/** One cause of one row, on one or more kernels. */
export interface OutcomeCase extends Chapter {
  readonly row: RowName;
  /** Rules that the row comes from. */
  readonly rules: readonly [RuleId, ...RuleId[]];
  readonly cause: string;
  /** Every kernel where absent. */
  readonly on?: readonly Kernel[];
  readonly given?: Given;
  /** What follows later, such as the next hibernation. */
  readonly afterwards?: readonly Chapter[];
}

/** A case on one kernel, with the title of its test. */
export interface KernelCase extends OutcomeCase {
  readonly kernel: Kernel;
  readonly title: string;
}

export function onEachKernel(outcomeCase: OutcomeCase): readonly KernelCase[] {
  const { rules, cause, on = EVERY_KERNEL } = outcomeCase;
  return on.map((kernel) => ({
    ...outcomeCase,
    kernel,
    title: `${rules.join(' ')} ${cause} (Linux ${kernel})`,
  }));
}
