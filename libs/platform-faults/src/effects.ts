import type { Fault } from '#libs/linux-guest';
import type { Refusal } from '#libs/refusal';

/** What a fault does to the operation it has struck. Stored with the operation: any driver goes on with the same. */
export type OperationEffect = EffectOrigin &
  (
    | {
        readonly kind: 'fails';
        readonly step: string;
        readonly moment: 'before' | 'after';
        readonly refusal: Refusal;
      }
    | { readonly kind: 'takes-longer'; readonly step: string; readonly delayMs: number }
    | { readonly kind: 'holds'; readonly step: string }
    | { readonly kind: 'host-fails'; readonly step: string; readonly refusal: Refusal }
    | { readonly kind: 'extension-fails'; readonly step: string; readonly refusal: Refusal }
    | { readonly kind: 'status-lost'; readonly polls: number; readonly refusal: Refusal }
    | { readonly kind: 'guest-fault'; readonly fault: Fault }
  );

export interface EffectOrigin {
  /** The fault as it was armed then, and its name for people. */
  readonly faultId: string;
  readonly faultName: string;
  /** The operation was retried since: whatever failed does not fail again. */
  readonly isOver?: true;
}

/** What a fault does to the request it has struck. */
export type RequestEffect =
  | { readonly kind: 'answers'; readonly refusal: Refusal; readonly retryAfterSeconds?: number }
  | { readonly kind: 'breaks-connection'; readonly moment: 'before' | 'after' };

/** Whether the effect makes its operation fail, so that a second one of the sort would never be seen. */
export function endsOperation({ kind }: OperationEffect): boolean {
  return kind === 'fails' || kind === 'host-fails';
}

/** Faults of the guest and machine that effects add for the duration of an operation. */
export function guestFaultsOf(effects: readonly OperationEffect[]): readonly Fault[] {
  return effects.flatMap((effect) => (effect.kind === 'guest-fault' ? [effect.fault] : []));
}

/** Effects once the operation is retried: what made it fail is over, the rest holds. */
export function afterRetry(effects: readonly OperationEffect[]): readonly OperationEffect[] {
  return effects.map((effect) => (endsOperation(effect) ? { ...effect, isOver: true } : effect));
}
