import { describe, expect, it } from 'vitest';
import { HOST_GENERATIONS, hostGenerationNamed } from '#libs/hosts';
import { generationsForEveryMove, HOST_MOVES, type HostMove, hostsFor } from './host-moves.js';

const KNOWN = Object.values(HOST_GENERATIONS);
const MOVES = Object.keys(HOST_MOVES) as readonly HostMove[];

function hosts(...generations: readonly string[]) {
  return generations.map((name, at) => ({ name: `h${at}`, generation: hostGenerationNamed(name)! }));
}

describe('generationsForEveryMove', () => {
  it.each([
    ['Intel', ['intel-ice-lake', 'intel-ice-lake', 'intel-cascade-lake', 'intel-ice-lake-26102']],
    ['AMD', ['amd-milan', 'amd-milan', 'amd-rome', 'amd-milan-26102']],
  ] as const)('takes as few as it can of %s', (vendor, expected) => {
    expect(generationsForEveryMove(KNOWN, vendor)).toEqual(expected);
  });

  it.each(['Intel', 'AMD', undefined] as const)('makes every move possible on %s', (vendor) => {
    const own = hosts(...generationsForEveryMove(KNOWN, vendor));
    expect(MOVES.filter((move) => hostsFor(move, own) === undefined)).toEqual([]);
  });

  it('makes do with what is known', () => {
    const [only] = KNOWN;
    expect(generationsForEveryMove([only!], only!.processorVendor)).toEqual([only!.name, only!.name]);
    expect(generationsForEveryMove([], undefined)).toEqual([]);
  });
});

describe('hostsFor', () => {
  it.each([
    ['same-kind', hosts('amd-rome', 'intel-ice-lake', 'amd-rome'), { from: 'h0', to: 'h2' }],
    ['newer-processor', hosts('intel-ice-lake', 'intel-cascade-lake'), { from: 'h1', to: 'h0' }],
    ['other-processor', hosts('intel-cascade-lake', 'intel-ice-lake'), { from: 'h1', to: 'h0' }],
    ['other-processor', hosts('intel-ice-lake', 'amd-rome'), { from: 'h0', to: 'h1' }],
    ['older-hypervisor', hosts('amd-milan', 'amd-milan-26102'), { from: 'h1', to: 'h0' }],
  ] as const)('CONSIDER-7 finds the two hosts of %s', (move, fleet, expected) => {
    expect(hostsFor(move, fleet)).toEqual(expected);
  });

  it.each([
    ['same-kind', hosts('intel-ice-lake')],
    ['newer-processor', hosts('intel-ice-lake', 'intel-ice-lake-26102')],
    ['other-processor', hosts('intel-sapphire-rapids', 'intel-ice-lake')],
    ['older-hypervisor', hosts('intel-sapphire-rapids', 'intel-ice-lake')],
  ] as const)('takes none that differ in more than %s', (move, fleet) => {
    expect(hostsFor(move, fleet)).toBeUndefined();
  });
});
