import { describe, expect, it } from 'vitest';
import { HOST_GENERATIONS, type HostGenerationName } from '#libs/hosts';
import { aMake } from '../guests/testing/guest-makes.js';
import { aHostType, aKind } from '../testing/a-scenario.js';
import { LiveHosts } from '../testing/live-placement.js';
import { typesFor } from './placement-masks.js';

const NAMES = Object.keys(HOST_GENERATIONS) as HostGenerationName[];
const TYPES = NAMES.map((name) => aHostType(name));

const of = (vendor: 'Intel' | 'AMD') => {
  const make = aMake();
  return { make: { ...make, size: { ...make.size, processorVendor: vendor } } };
};
const KINDS = [
  ['of any vendor', aKind()],
  ['pinned', aKind({ isPinned: true })],
  ['of Intel', aKind(of('Intel'))],
  ['of AMD, pinned', aKind({ ...of('AMD'), isPinned: true })],
] as const;

/** Names of the types of a mask. */
function named(mask: number): readonly string[] {
  return NAMES.filter((_name, at) => ((mask >>> at) & 1) === 1);
}

describe.each(KINDS)('the types of host for a VM %s', (_what, kind) => {
  it('CONSIDER-6 CONSIDER-7 are those of which the live path would take an empty one, wherever it booted', () => {
    const alone = (name: HostGenerationName) => new LiveHosts([aHostType(name)]);
    const expected = [undefined, ...TYPES].map((origin) =>
      NAMES.filter((name) =>
        alone(name).hasCompatible({ kind, ...(origin === undefined ? {} : { origin }) }),
      ),
    );
    expect(typesFor(kind, TYPES).map(named)).toEqual(expected);
  });
});

describe('the types of host for an image', () => {
  it.each([
    [
      'intel-cascade-lake',
      false,
      ['intel-cascade-lake', 'intel-ice-lake', 'intel-ice-lake-26102', 'intel-sapphire-rapids'],
    ],
    ['intel-cascade-lake', true, ['intel-cascade-lake']],
    ['intel-ice-lake', false, ['intel-ice-lake', 'intel-ice-lake-26102', 'intel-sapphire-rapids']],
    ['intel-ice-lake', true, ['intel-ice-lake', 'intel-ice-lake-26102']],
    ['intel-ice-lake-26102', false, ['intel-ice-lake-26102', 'intel-sapphire-rapids']],
    ['intel-sapphire-rapids', false, ['intel-sapphire-rapids']],
    ['amd-rome', false, ['amd-rome', 'amd-milan', 'amd-milan-26102']],
    ['amd-milan-26102', true, ['amd-milan-26102']],
  ] as const)('CONSIDER-7 that booted on %s, pinned %s', (origin, isPinned, expected) => {
    const masks = typesFor(aKind({ isPinned }), TYPES);
    expect(named(masks[1 + NAMES.indexOf(origin)]!)).toEqual(expected);
  });
});
