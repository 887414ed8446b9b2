import { BUILT_IN_POLICIES } from '#libs/guid-policy';
import { HOST_GENERATIONS } from '#libs/hosts';
import { describe, expect, it } from 'vitest';
import { aMake } from './testing/guest-makes.js';
import { tellLife, type HistoryAct, type ToldAct } from './told-life.js';

const AN_HOUR_MS = 60 * 60 * 1000;

function on(name: string) {
  return { name, generation: HOST_GENERATIONS['intel-ice-lake'] };
}

const TWO_NIGHTS: readonly HistoryAct[] = [
  { kind: 'boot', atMs: 9 * AN_HOUR_MS, host: on('host-1') },
  { kind: 'hibernate', atMs: 19 * AN_HOUR_MS },
  {
    kind: 'resume',
    atMs: 33 * AN_HOUR_MS,
    host: on('host-2'),
    faults: [{ kind: 'device-missing', slot: 'nic 0' }],
  },
  { kind: 'hibernate', atMs: 43 * AN_HOUR_MS },
  { kind: 'boot', atMs: 57 * AN_HOUR_MS, host: on('host-3') },
];

function inShort({ act, host, fate, verdict, explanation, refusals }: ToldAct) {
  const { circumstances } = explanation ?? {};
  return [
    act,
    host,
    fate?.kind,
    fate?.cause.rule,
    verdict?.severity,
    explanation?.severity,
    circumstances?.hosts,
    refusals.length,
  ];
}

describe('the story of one VM', () => {
  it('R46 R61 tells every act with the verdict of the live path and its explanation', () => {
    const vm = {
      name: 'vm-7',
      make: aMake({ nics: [{ isAccelerated: false }] }),
      policy: BUILT_IN_POLICIES.azure,
    };
    expect(tellLife(vm, TWO_NIGHTS).map(inShort)).toEqual([
      ['boot', 'host-1', undefined, undefined, undefined, undefined, undefined, 0],
      ['hibernate', 'host-1', 'asleep', undefined, 'hibernated', 'hibernated', { from: 'host-1' }, 0],
      [
        'resume',
        'host-2',
        'degraded',
        'R56',
        'resumed-degraded',
        'resumed-degraded',
        { from: 'host-1', to: 'host-2' },
        0,
      ],
      [
        'hibernate',
        'host-2',
        'aborted',
        'R61',
        'hibernate-aborted',
        'hibernate-aborted',
        { from: 'host-2' },
        0,
      ],
      ['boot', 'host-3', undefined, undefined, 'cold-boot', 'cold-boot', { from: 'host-2', to: 'host-3' }, 0],
    ]);
  });

  it('tells platform and guest on one time line, which lasts as long as the operation', () => {
    const vm = { name: 'vm-7', make: aMake(), policy: BUILT_IN_POLICIES.azure };
    const [, , resumed] = tellLife(vm, [
      TWO_NIGHTS[0]!,
      TWO_NIGHTS[1]!,
      { kind: 'resume', atMs: 33 * AN_HOUR_MS, host: on('host-2') },
    ]);
    const timeline = resumed?.explanation?.timeline ?? [];
    expect(timeline.map(({ name, where }) => `${name}: ${where}`)).toEqual([
      'create-hyperv-vm: platform',
      'boot-fresh-kernel: fresh kernel',
      'read-image: fresh kernel',
      'freeze-fresh-kernel: fresh kernel',
      'enter-image: image',
      'match-offers: image',
      'reopen-channels: image',
      'run-from-image: image',
      'offer-vfs: platform',
    ]);
    const last = timeline.at(-1)!;
    expect(last.startedMs + last.tookMs).toBe(resumed?.tookMs);
  });

  it('AZURE-7 tells why the platform refused, and that the VM runs on', () => {
    const make = aMake({ size: { ...aMake().size, supportsHibernation: false }, hibernationEnabled: false });
    const vm = { name: 'vm-7', make, policy: BUILT_IN_POLICIES.azure };
    const [, refused, again] = tellLife(vm, [TWO_NIGHTS[0]!, TWO_NIGHTS[1]!, TWO_NIGHTS[3]!]);
    expect(refused?.refusals.map(({ rule }) => rule)).toEqual(['ENABLE-1', 'AZURE-7']);
    expect(again?.fate?.kind).toBe('refused');
  });

  it('throws for an act that cannot be', () => {
    const vm = { name: 'vm-7', make: aMake(), policy: BUILT_IN_POLICIES['local-hyperv'] };
    expect(() => tellLife(vm, [TWO_NIGHTS[1]!])).toThrow('VM vm-7 cannot hibernate: it is off');
    expect(() => tellLife(vm, TWO_NIGHTS.slice(0, 4))).toThrow('VM vm-7 cannot hibernate: it is hung');
  });
});
