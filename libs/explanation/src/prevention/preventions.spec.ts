import { describe, expect, it } from 'vitest';
import { BUILT_IN_POLICIES } from '#libs/guid-policy';
import { ERRNO, FAULTS, type Fault } from '#libs/linux-guest';
import type { VerdictCause } from '#libs/vm-operations';
import { explain } from '../explain.js';
import type { Prevention } from '../explanation.js';
import { aResume, aVerdict, VM, type StoryWish } from '../testing/verdicts.js';
import { causePrevention } from './cause-prevention.js';
import { Commands } from './commands.js';
import { faultPrevention } from './fault-prevention.js';
import { neededSwapMib, recommendedSwapMib } from './swap-size.js';

const LOCAL = BUILT_IN_POLICIES['local-hyperv'];
const UPDATE = 'torpor vm update -g night-shift -n web-1';
const PIN = [
  'torpor vm pins -g night-shift -n web-1 --policy-name pinned > pinned.yaml',
  'torpor policy create -f pinned.yaml',
  `${UPDATE} --policy pinned`,
].join('\n');

function preventionOf(wish: StoryWish, hibernatedBy?: 'guest'): readonly Prevention[] {
  const policy = wish.policy ?? BUILT_IN_POLICIES.azure;
  return explain({
    vm: VM,
    verdict: aResume(wish),
    policy,
    ...(hibernatedBy === undefined ? {} : { hibernatedBy }),
  }).prevention;
}

describe('what would have prevented a resume that lost devices', () => {
  it('MOVE-5 MOVE-6 MOVE-13 R46 is pinning, by policy or by script', () => {
    expect(preventionOf({ policy: LOCAL })).toEqual([
      {
        against: 'other GUIDs for SCSI controllers on every new VM',
        what: 'Pin the instance GUIDs of the SCSI controllers, as Azure does with its two.',
        rules: ['MOVE-5'],
        command: `${UPDATE} --policy azure`,
      },
      {
        against: 'other GUIDs for NICs on every new VM',
        what: 'Give NICs an instance GUID that comes from their MAC address (from-mac), or stays with the VM (keep).',
        rules: ['MOVE-6'],
        command: `${UPDATE} --policy azure`,
      },
      {
        against: 'a local Hyper-V that pins nothing',
        what: 'Let a script give the new VM the instance GUIDs that the image holds; the list of pins says which.',
        rules: ['MOVE-13', 'MOVE-3'],
        command: PIN,
      },
      {
        against: 'a guest that refuses to hibernate again',
        what: 'Use Linux 6.14 or newer, which hibernates again even after a resume that lost devices, if their drivers let it.',
        rules: ['R46', 'R40'],
      },
    ]);
  });

  it('MOVE-11 MOVE-12 is to hibernate from outside, where the guest did it by itself', () => {
    const wish = { isAccelerated: true, keepsVfs: true, kernelVersion: '6.15' };
    expect(preventionOf(wish, 'guest')).toEqual([
      {
        against: 'a VF in the image, because the guest hibernated by itself',
        what: 'Hibernate the VM from outside: the platform then takes its VFs away first.',
        rules: ['MOVE-11', 'MOVE-12'],
        command: 'torpor vm hibernate -g night-shift -n web-1',
      },
    ]);
  });

  it('MOVE-9 is to take VFs away, where a policy leaves them', () => {
    const policy = { ...BUILT_IN_POLICIES.azure, name: 'lax', removeVfsBeforeHibernation: false };
    const wish = { policy, isAccelerated: true, keepsVfs: true, kernelVersion: '6.15' };
    expect(preventionOf(wish).map(({ rules, command }) => [rules, command])).toEqual([
      [['MOVE-9', 'MOVE-10'], `${UPDATE} --policy azure`],
      [['MOVE-13', 'MOVE-3'], PIN],
    ]);
  });

  it('MOVE-4 is to leave single devices what they have', () => {
    const rules = preventionOf({ policy: BUILT_IN_POLICIES.none }).map((prevention) => prevention.rules);
    expect(rules).toContainEqual(['MOVE-4']);
  });

  it('R56 is to lift what is staged, and is told once', () => {
    const faults: readonly Fault[] = [{ kind: 'device-missing', slot: 'nic 0' }];
    expect(preventionOf({ faults, kernelVersion: '6.15' })).toEqual([
      {
        against: 'the staged fault device-missing nic 0 (The new Hyper-V VM lacks this device)',
        what: 'Create the new VM with every device that the image holds.',
        rules: ['MOVE-2', 'CONSIDER-3'],
        command: `${UPDATE} --fault none`,
      },
    ]);
  });

  it('is nothing where all went well, whatever is staged', () => {
    expect(preventionOf({ faults: [{ kind: 'offer-changed', slot: 'nic 0' }] })).toEqual([]);
  });
});

const cause = (change: Partial<VerdictCause>): VerdictCause => ({
  rule: 'R82',
  phase: 'H13',
  symptom: 's',
  ...change,
});

describe('what would have prevented a cause', () => {
  it.each([
    [
      'INITIATE-3 R89',
      cause({ rule: 'R89', phase: 'trigger' }),
      `${UPDATE} --guest-override hasUdevHibernateRule=true`,
    ],
    ['UIO-2', cause({ rule: 'UIO-2', phase: 'H9' }), `${UPDATE} --guest-override 'uioSlots=[]'`],
    ['R85 R88', cause({ rule: 'R88', phase: 'trigger' }), `${UPDATE} --enable-hibernation true`],
    ['R21', cause({ rule: 'R21', phase: 'H1' }), `${UPDATE} --guest-override hibernationAvailable=true`],
    ['R83', cause({ rule: 'R83', phase: 'C1' }), `${UPDATE} --guest-override hasResumeParameter=true`],
    [
      'R82 of what the image needs',
      cause({ symptom: 'swap is full after 536870912 of 9663676416 bytes', errno: ERRNO.ENOSPC }),
      `${UPDATE} --guest-override swapMib=9216`,
    ],
    [
      'R82 of what the memory recommends',
      cause({
        symptom: 'systemd refuses: 600 MiB of active anonymous memory, 512 MiB of swap',
        phase: 'trigger',
      }),
      `${UPDATE} --guest-override swapMib=8192`,
    ],
    [
      'R46',
      cause({ rule: 'R46', phase: 'H9', errno: ERRNO.EBUSY }),
      'torpor vm restart -g night-shift -n web-1',
    ],
    [
      'R61',
      cause({ rule: 'R61', phase: 'H9', errno: ERRNO.ENODEV }),
      'torpor vm restart -g night-shift -n web-1',
    ],
    ['R61 while traffic goes on', cause({ rule: 'R61', phase: 'H9', errno: ERRNO.ETIMEDOUT }), undefined],
    ['ENABLE-2', cause({ rule: 'ENABLE-2', phase: 'C8' }), `${UPDATE} --guest-override hotAddedMib=0`],
    ['ENABLE-6', cause({ rule: 'ENABLE-6', phase: 'H1' }), undefined],
    ['RESUME-3', cause({ rule: 'R20', phase: 'B5' }), `${UPDATE} --guest-override 'uioSlots=[]'`],
    ['R82 of a disk that fails', cause({ errno: ERRNO.EIO }), undefined],
  ])('%s is shown by a command', (_rule, given, command) => {
    const found = causePrevention({ cause: given, commands: new Commands(VM), memoryMib: 4_096 });
    expect([found === undefined, found?.command]).toEqual([false, command]);
  });

  it('R82 has no number to give where nothing is known', () => {
    expect(causePrevention({ cause: cause({ errno: ERRNO.ENODEV }), commands: new Commands(VM) })).toEqual({
      against: 'it has no swap space to save its memory in',
      what: 'Add swap that can hold the memory in use: one and a half to three times the memory of the VM.',
      rules: ['R82'],
    });
  });

  it.each([
    [2_048, 6_144],
    [2_049, 4_098],
    [8_192, 16_384],
    [65_536, 98_304],
    [262_144, 327_680],
    [262_145, undefined],
  ])('R82 recommends for %i MiB of memory %s MiB of swap', (memoryMib, swapMib) => {
    expect(recommendedSwapMib(memoryMib)).toBe(swapMib);
  });

  it.each([
    ['swap is full after 1 of 1048577 bytes', 2],
    ['systemd refuses: 980 MiB of active anonymous memory, 9 MiB of swap', 1_000],
    ['Cannot find swap device, try swapon -a', undefined],
  ])('R82 reads from %j', (symptom, swapMib) => {
    expect(neededSwapMib({ symptom })).toBe(swapMib);
  });
});

describe('the preventions of faults', () => {
  it('have one for every kind', () => {
    const kinds = Object.keys(FAULTS) as (keyof typeof FAULTS)[];
    const isLacking = (kind: (typeof kinds)[number]) =>
      faultPrevention(kind).what.includes(FAULTS[kind].summary);
    expect(kinds.filter(isLacking)).toEqual([]);
  });
});

describe('commands', () => {
  it('quote names that a shell would take apart', () => {
    const commands = new Commands({ name: "it's", resourceGroup: '$(rm)' });
    expect(commands.action('start')).toBe(`torpor vm start -g '$(rm)' -n 'it'\\''s'`);
  });
});

it('MOVE-12 R27 R86 DEVICES-12 what a hibernation leaves for later has a prevention, too', () => {
  const finding = (rule: 'MOVE-12' | 'R86' | 'R27' | 'DEVICES-12', summary: string) => ({
    rule,
    severity: 'resumed-degraded' as const,
    phase: 'H11' as const,
    summary,
    consequence: 'c',
  });
  const findings = [
    finding('MOVE-12', 'The image holds vf 0, because nobody took the VF away.'),
    finding('R86', 's'),
    finding('R27', 's'),
    finding('DEVICES-12', 's'),
  ];
  const verdict = aVerdict({ severity: 'stopped-not-hibernated', findings });
  expect(explain({ vm: VM, verdict }).prevention.map(({ against, rules }) => [against, rules])).toEqual([
    ['a VF in the image', ['MOVE-9', 'MOVE-10']],
    ['a power-off that the platform does not take for a hibernation', ['ENABLE-3', 'R86']],
    ['a power-off that the platform does not take for a hibernation', ['R27']],
    ['connections to the host that break', ['DEVICES-12', 'R73']],
  ]);
});
