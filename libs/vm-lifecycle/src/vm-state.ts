/**
 * What a customer VM is (MOVE-1): where it runs, or that it is only configuration and disks. A state that an
 * operation is changing names that operation and the state to return to should it be undone.
 */
export type StableVmState =
  | { readonly kind: 'running'; readonly hostId: string }
  /** Powered off; its Hyper-V VM and its place on the host are kept. */
  | { readonly kind: 'stopped'; readonly hostId: string }
  /** On no host; starts afresh. */
  | { readonly kind: 'deallocated' }
  /** On no host; its memory is on the OS disk. */
  | { readonly kind: 'hibernated'; readonly imageDiskId: string };

/** `reapplying` leaves the VM as it is: its configuration is applied once more, or there is nothing to do. */
export const VM_CHANGES = [
  'creating',
  'starting',
  'hibernating',
  'resuming',
  'stopping',
  'restarting',
  'deallocating',
  'redeploying',
  'resizing',
  'reapplying',
  'recovering',
  'deleting',
] as const;
export type VmChange = (typeof VM_CHANGES)[number];

export interface ChangingVmState {
  readonly kind: VmChange;
  readonly operationId: string;
  readonly previous: StableVmState;
}

export type VmState = StableVmState | ChangingVmState | { readonly kind: 'deleted' };
export type VmStateKind = VmState['kind'];

export function isChanging(state: VmState): state is ChangingVmState {
  return (VM_CHANGES as readonly string[]).includes(state.kind);
}

/** The host that holds the VM's resources in this state, if any. */
export function hostOf(state: VmState): string | undefined {
  if (isChanging(state)) return hostOf(state.previous);
  return state.kind === 'running' || state.kind === 'stopped' ? state.hostId : undefined;
}
