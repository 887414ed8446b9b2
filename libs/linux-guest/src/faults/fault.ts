import { FAULTS, type FaultKind, type FaultKindTaking } from './fault-table.js';

/** A fault as it is set for one VM: its kind and, where the kind asks for one, what it is about. */
export interface Fault {
  readonly kind: FaultKind;
  /** `nic 0`, or `os disk`. */
  readonly slot?: string;
  readonly value?: string | number;
}

/** Whether a fault about the whole guest or machine is set. */
export function isStaged(faults: readonly Fault[], kind: FaultKindTaking<'nothing'>): boolean {
  return faults.some((fault) => fault.kind === kind);
}

/** Whether a fault about this device or disk is set. */
export function isStagedFor(
  faults: readonly Fault[],
  kind: FaultKindTaking<'slot' | 'disk'>,
  slot: string,
): boolean {
  return faults.some((fault) => fault.kind === kind && fault.slot === slot);
}

/** The devices or disks for which a fault of this kind is set, in the order given. */
export function slotsStaged(
  faults: readonly Fault[],
  kind: FaultKindTaking<'slot' | 'disk'>,
): readonly string[] {
  return faults.flatMap((fault) => (fault.kind === kind && fault.slot !== undefined ? [fault.slot] : []));
}

/** The number that a fault sets; `undefined` when it is not set. The last one wins. */
export function stagedNumber(faults: readonly Fault[], kind: FaultKindTaking<'number'>): number | undefined {
  const value = faults.findLast((fault) => fault.kind === kind)?.value;
  return typeof value === 'number' ? value : undefined;
}

/** The text that a fault sets; `undefined` when it is not set. The last one wins. */
export function stagedText(faults: readonly Fault[], kind: FaultKindTaking<'text'>): string | undefined {
  const value = faults.findLast((fault) => fault.kind === kind)?.value;
  return typeof value === 'string' ? value : undefined;
}

/** `device-missing nic 0`: how people write a fault, and reports name it. */
export function faultName({ kind, slot, value }: Fault): string {
  return [kind, slot, value].filter((part) => part !== undefined).join(' ');
}

/** Reads what `faultName` writes. The text says what is wrong with one that is none. */
export function faultNamed(text: string): Fault | { readonly problem: string } {
  const [kind = '', ...rest] = text.trim().split(/\s+/);
  if (!isFaultKind(kind)) return { problem: `there is no fault ${JSON.stringify(kind)}` };
  const argument = rest.join(' ');
  switch (FAULTS[kind].takes) {
    case 'nothing':
      return argument === '' ? { kind } : { problem: `${kind} takes nothing, not ${argument}` };
    case 'slot':
    case 'disk':
      return argument === '' ? { problem: `${kind} needs a device or disk` } : { kind, slot: argument };
    case 'number':
      return /^\d{1,10}$/.test(argument)
        ? { kind, value: Number(argument) }
        : { problem: `${kind} needs a whole number` };
    case 'text':
      return argument === '' ? { problem: `${kind} needs a value` } : { kind, value: argument };
  }
}

export function isFaultKind(text: string): text is FaultKind {
  return Object.hasOwn(FAULTS, text);
}
