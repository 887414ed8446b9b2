/** Work that follows from what the database says, not from a message: takes no input, may run anywhere, any time. */
export interface Reconciler {
  reconcile(): Promise<void>;
}

/** `readonly Reconciler[]`: run by every sweep. */
export const RECONCILERS = Symbol('RECONCILERS');
