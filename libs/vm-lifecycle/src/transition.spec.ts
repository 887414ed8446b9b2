import { describe, expect, it } from 'vitest';
import { mayBegin, transition } from './transition.js';
import { VM_CHANGES, type StableVmState, type VmChange, type VmState } from './vm-state.js';

const STABLE: readonly StableVmState[] = [
  { kind: 'running', hostId: 'h' },
  { kind: 'stopped', hostId: 'h' },
  { kind: 'deallocated' },
  { kind: 'hibernated', imageDiskId: 'd' },
];

const CHANGING: readonly VmState[] = VM_CHANGES.map((kind) => ({
  kind,
  operationId: 'other',
  previous: { kind: 'deallocated' },
}));

/** Rows: state; columns: the changes that may begin there. The whole matrix, so that nothing is implied. */
const MATRIX: Readonly<Record<StableVmState['kind'], readonly VmChange[]>> = {
  running: [
    'hibernating',
    'stopping',
    'restarting',
    'deallocating',
    'redeploying',
    'resizing',
    'reapplying',
    'recovering',
    'deleting',
  ],
  stopped: ['starting', 'deallocating', 'redeploying', 'resizing', 'reapplying', 'recovering', 'deleting'],
  deallocated: ['creating', 'starting', 'deallocating', 'reapplying', 'deleting'],
  hibernated: ['resuming', 'deallocating', 'reapplying', 'deleting'],
};

describe('mayBegin', () => {
  it.each(STABLE)('AZURE-18 AZURE-24 AZURE-27 from $kind begins exactly what the matrix says', (state) => {
    const begun = VM_CHANGES.filter((change) => mayBegin(state, change).kind === 'moved');
    expect([...begun].sort()).toEqual([...MATRIX[state.kind]].sort());
  });

  it.each(CHANGING)('TORPOR-2 while $kind nothing begins', (state) => {
    const codes = VM_CHANGES.map((change) => {
      const answer = mayBegin(state, change);
      return answer.kind === 'refused' ? answer.refusal.code : answer.kind;
    });
    expect(new Set(codes)).toEqual(new Set(['vm-busy']));
  });

  it('a deleted VM begins nothing', () => {
    const kinds = VM_CHANGES.map((change) => mayBegin({ kind: 'deleted' }, change).kind);
    expect(new Set(kinds)).toEqual(new Set(['refused']));
  });
});

describe('transition', () => {
  const running: VmState = { kind: 'running', hostId: 'h' };
  const began = { kind: 'change-began', change: 'hibernating', operationId: 'op' } as const;
  const hibernating: VmState = { kind: 'hibernating', operationId: 'op', previous: running };
  const hibernated: VmState = { kind: 'hibernated', imageDiskId: 'd' };

  it('MOVE-1 a hibernated VM is on no host: the state has no place for one', () => {
    const completed = transition(hibernating, {
      kind: 'change-completed',
      operationId: 'op',
      state: { kind: 'hibernated', imageDiskId: 'd' },
    });
    expect(completed).toEqual({ kind: 'moved', state: hibernated });
  });

  it('TORPOR-2 a change remembers its operation and what was before', () => {
    expect(transition(running, began)).toEqual({ kind: 'moved', state: hibernating });
  });

  it('TORPOR-7 an abandoned change gives the state before', () => {
    const abandoned = { kind: 'change-abandoned', operationId: 'op' } as const;
    expect(transition(hibernating, abandoned)).toEqual({ kind: 'moved', state: running });
  });

  it('TORPOR-6 every event may be repeated', () => {
    const completed = {
      kind: 'change-completed',
      operationId: 'op',
      state: { kind: 'hibernated', imageDiskId: 'd' },
    } as const;
    expect(transition(hibernating, began)).toEqual({ kind: 'moved', state: hibernating });
    expect(transition(hibernated, completed)).toEqual({ kind: 'moved', state: hibernated });
    expect(transition(running, { kind: 'change-abandoned', operationId: 'op' })).toEqual({
      kind: 'moved',
      state: running,
    });
    expect(transition({ kind: 'deleted' }, { kind: 'deletion-completed', operationId: 'op' })).toEqual({
      kind: 'moved',
      state: { kind: 'deleted' },
    });
  });

  it.each([
    ['another operation', { kind: 'change-abandoned', operationId: 'x' } as const, 'vm-busy'],
    [
      'a state the change cannot lead to',
      { kind: 'change-completed', operationId: 'op', state: { kind: 'stopped', hostId: 'h' } } as const,
      'vm-state-forbids',
    ],
    [
      'a deletion nobody began',
      { kind: 'deletion-completed', operationId: 'op' } as const,
      'vm-state-forbids',
    ],
  ])('refuses %s', (_what, event, code) => {
    const answer = transition(hibernating, event);
    expect(answer.kind === 'refused' ? answer.refusal.code : answer.kind).toBe(code);
  });
});
