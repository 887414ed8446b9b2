import { describe, expect, it } from 'vitest';
import { HOST_GENERATIONS } from '#libs/hosts';
import type { AcceptanceCase, Machine } from './acceptance-case.js';
import { unmetNeed } from './needs.js';

const BIG: Machine = {
  name: 'Standard_D4s_v5',
  vcpus: 4,
  memoryMib: 16_384,
  maxNics: 2,
  maxDataDisks: 8,
  acceleratedNetworking: true,
};
const SMALL: Machine = {
  name: 'Standard_A1',
  vcpus: 1,
  memoryMib: 2_048,
  maxNics: 1,
  maxDataDisks: 0,
  acceleratedNetworking: false,
};
const HOST = { name: 'h1', generation: HOST_GENERATIONS['intel-ice-lake'] };

describe('unmetNeed', () => {
  it.each([
    ['accelerated-networking', 'Standard_A1 has no accelerated networking'],
    ['two-nics', 'Standard_A1 takes 1 NIC'],
    ['two-data-disks', 'Standard_A1 takes 0 data disks'],
    ['two-vcpus', 'Standard_A1 has 1 vCPU'],
  ] as const)('says what a size lacks for %s', (need, reason) => {
    const asked = { needs: [need] };
    expect([unmetNeed(asked, SMALL, [HOST]), unmetNeed(asked, BIG, [HOST])]).toEqual([reason, undefined]);
  });

  it.each([
    [{ needs: [] }, [], 'there is no available host to run on'],
    [{ needs: [] }, [HOST], undefined],
    [{ needs: [], move: 'same-kind' }, [HOST], 'there are no two available hosts of one generation'],
    [{ needs: [], move: 'same-kind' }, [HOST, { ...HOST, name: 'h2' }], undefined],
  ] satisfies [Pick<AcceptanceCase, 'needs' | 'move'>, unknown, unknown][])(
    '%j on %j',
    (asked, hosts, expected) => {
      expect(unmetNeed(asked, BIG, hosts as (typeof HOST)[])).toBe(expected);
    },
  );
});
