import { refusal, type Refusal } from '#libs/refusal';
import { isChanging, type StableVmState, type VmChange, type VmState, type VmStateKind } from './vm-state.js';

export type VmEvent =
  /** An operation takes hold of the VM. */
  | { readonly kind: 'change-began'; readonly change: VmChange; readonly operationId: string }
  /** That operation has brought the VM to a new stable state. */
  | { readonly kind: 'change-completed'; readonly operationId: string; readonly state: StableVmState }
  | { readonly kind: 'deletion-completed'; readonly operationId: string }
  /** That operation was undone: the VM is what it was before. */
  | { readonly kind: 'change-abandoned'; readonly operationId: string };

export type Transition =
  | { readonly kind: 'moved'; readonly state: VmState }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/**
 * From which stable states each change may begin (AZURE-18, AZURE-24, AZURE-27). ENABLE-1 and the other conditions are
 * eligibility, not state.
 */
const MAY_BEGIN: Readonly<Record<VmChange, readonly StableVmState['kind'][]>> = {
  creating: ['deallocated'],
  starting: ['stopped', 'deallocated'],
  hibernating: ['running'],
  resuming: ['hibernated'],
  stopping: ['running'],
  restarting: ['running'],
  deallocating: ['running', 'stopped', 'deallocated', 'hibernated'],
  redeploying: ['running', 'stopped'],
  resizing: ['running', 'stopped'],
  reapplying: ['running', 'stopped', 'deallocated', 'hibernated'],
  recovering: ['running', 'stopped'],
  deleting: ['running', 'stopped', 'deallocated', 'hibernated'],
};

/** Where each change may lead. `deleting` ends in `deleted`, by its own event. */
const MAY_END: Readonly<Record<VmChange, readonly StableVmState['kind'][]>> = {
  creating: ['running'],
  starting: ['running'],
  hibernating: ['hibernated'],
  resuming: ['running'],
  stopping: ['stopped'],
  restarting: ['running'],
  deallocating: ['deallocated'],
  redeploying: ['running'],
  resizing: ['running', 'stopped'],
  reapplying: ['running', 'stopped', 'deallocated', 'hibernated'],
  recovering: ['running', 'deallocated'],
  deleting: [],
};

/** Whether `change` may begin in `state`: the question a front asks before it records an operation. */
export function mayBegin(state: VmState, change: VmChange): Transition {
  if (isChanging(state)) return busy(state.kind);
  if (state.kind === 'deleted') return forbidden(state.kind, change);
  return MAY_BEGIN[change].includes(state.kind) ? { kind: 'moved', state } : forbidden(state.kind, change);
}

/**
 * The one function that moves a VM. Repeating an event that has already taken effect gives the same state
 * again, so that a step may be run twice.
 */
export function transition(state: VmState, event: VmEvent): Transition {
  switch (event.kind) {
    case 'change-began':
      return began(state, event);
    case 'change-completed':
      return completed(state, event);
    case 'deletion-completed':
      if (state.kind === 'deleted') return moved(state);
      return state.kind === 'deleting' && state.operationId === event.operationId
        ? moved({ kind: 'deleted' })
        : forbidden(state.kind, event.kind);
    case 'change-abandoned':
      if (!isChanging(state)) return moved(state);
      return state.operationId === event.operationId ? moved(state.previous) : busy(state.kind);
  }
}

function began(state: VmState, event: Extract<VmEvent, { kind: 'change-began' }>): Transition {
  if (isChanging(state) && state.operationId === event.operationId && state.kind === event.change) {
    return moved(state);
  }
  const allowed = mayBegin(state, event.change);
  if (allowed.kind === 'refused') return allowed;
  const { change, operationId } = event;
  return moved({ kind: change, operationId, previous: state as StableVmState });
}

function completed(state: VmState, event: Extract<VmEvent, { kind: 'change-completed' }>): Transition {
  if (!isChanging(state)) {
    return sameState(state, event.state) ? moved(state) : forbidden(state.kind, event.kind);
  }
  if (state.operationId !== event.operationId) return busy(state.kind);
  return MAY_END[state.kind].includes(event.state.kind)
    ? moved(event.state)
    : forbidden(state.kind, event.state.kind);
}

function sameState(left: VmState, right: StableVmState): boolean {
  switch (right.kind) {
    case 'running':
    case 'stopped':
      return left.kind === right.kind && left.hostId === right.hostId;
    case 'deallocated':
      return left.kind === 'deallocated';
    case 'hibernated':
      return left.kind === 'hibernated' && left.imageDiskId === right.imageDiskId;
  }
}

function moved(state: VmState): Transition {
  return { kind: 'moved', state };
}

function busy(kind: VmStateKind): Transition {
  return { kind: 'refused', refusal: refusal('vm-busy', `the VM is ${kind} under another operation`) };
}

function forbidden(kind: VmStateKind, wanted: string): Transition {
  return {
    kind: 'refused',
    refusal: refusal(
      'vm-state-forbids',
      wanted === 'hibernating'
        ? `the VM is ${kind}: only a VM that was provisioned and is running can hibernate`
        : `the VM is ${kind}: ${wanted} is not possible from there`,
    ),
  };
}
