import { expect, it } from 'vitest';
import { SeededIds } from '#libs/determinism';
import { aMachine } from '../testing/guest-fixtures.js';
import { stageMachine } from './stage-machine.js';

it.each([
  [1, 1],
  [40, 40],
  [0, 1],
  [4_000_000, 1_024],
])(
  'R8 channels numbered from %i are numbered from %i: a relid that leaves room for all',
  (value, firstRelid) => {
    const staged = stageMachine(aMachine(), [{ kind: 'first-relid', value }], new SeededIds(1));
    expect(staged.firstRelid).toBe(firstRelid);
  },
);
