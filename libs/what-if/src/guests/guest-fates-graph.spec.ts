import { BUILT_IN_POLICIES } from '#libs/guid-policy';
import { HOST_GENERATIONS } from '#libs/hosts';
import { describe, expect, it } from 'vitest';
import { guestFates } from './guest-fates-graph.js';
import { FATE_KINDS } from './guest-fates.js';
import { aMake } from './testing/guest-makes.js';

const { azure } = BUILT_IN_POLICIES;

describe('the fates of a healthy fleet', () => {
  const generations = [HOST_GENERATIONS['intel-ice-lake'], HOST_GENERATIONS['intel-sapphire-rapids']];

  it('come back to the same states night after night, and share rows', () => {
    const graph = guestFates([aMake()], azure, generations, [[]]);
    const { fates } = graph;
    let state = graph.boot(0, 0);
    const nights = Array.from({ length: 4 }, () => {
      const hibernation = graph.hibernate(state, 0);
      const row = graph.resume(fates.next[hibernation]!, 1, 0);
      state = fates.next[row]!;
      return [FATE_KINDS[fates.kind[row]!], state];
    });
    expect(nights).toEqual([nights[0], nights[1], nights[1], nights[1]]);
    expect(graph.causes.map(({ kind }) => kind)).toEqual(['asleep', 'resumed']);
  });

  it('are told in rows that stay where they are while the columns grow', () => {
    const sizes = Array.from({ length: 300 }, (_, at) => aMake({}, { workingSetMib: 500 + at }));
    const graph = guestFates(sizes, azure, generations, [[]]);
    const rows = sizes.map((_, make) => graph.hibernate(graph.boot(make, 0), 0));
    expect(rows.map((row) => graph.fates.imageMib[row])).toEqual(sizes.map((_, at) => 500 + at));
    expect(sizes.map((_, make) => graph.hibernate(graph.boot(make, 0), 0))).toEqual(rows);
  });

  it('are none of a state that nobody was told of', () => {
    const graph = guestFates([aMake()], azure, generations, [[]]);
    expect(() => graph.hibernate(5, 0)).toThrow('there is no state 5 of a guest');
  });

  it('refuse a first set of faults that is not empty', () => {
    expect(() => guestFates([], azure, generations, [[{ kind: 'noresume' }]])).toThrow(
      'the first set of faults is the one without any',
    );
  });
});
