import { describe, expect, it } from 'vitest';
import { explain, explanationPage } from '#libs/explanation';
import { hibernateVmPipeline, startVmPipeline } from '#libs/hibernation';
import { BUILT_IN_POLICIES } from '#libs/guid-policy';
import { FAULTS, type Fault, type FaultKind } from '#libs/linux-guest';
import { aVm, type Verdict } from '#libs/vm-operations';
import { VmStory } from '../../libs/hibernation/src/testing/story.js';

const ARGUMENTS: Readonly<Record<(typeof FAULTS)[FaultKind]['takes'], Omit<Fault, 'kind'>>> = {
  nothing: {},
  slot: { slot: 'nic 0' },
  disk: { slot: 'os disk' },
  number: { value: 1_024 },
  text: { value: '3.0' },
};
/** Devices on which a fault of this kind shows, where a NIC is none of them. */
const SLOTS: Partial<Record<FaultKind, string>> = {
  'disk-io-outstanding': 'scsi 0',
  'vpci-initialising': 'vf 0',
  'vpci-d0-exit-unanswered': 'vf 0',
  'vpci-version-refused': 'vf 0',
  'vpci-function-changed': 'vf 0',
  'device-added': 'nic 1',
};

const KEEPS_VFS = {
  ...BUILT_IN_POLICIES.azure,
  name: 'keeps-vfs',
  devices: { ...BUILT_IN_POLICIES.azure.devices, vf: { kind: 'keep' } },
  removeVfsBeforeHibernation: false,
} as const;

function faultOf(kind: FaultKind): Fault {
  const slot = SLOTS[kind];
  return { kind, ...(slot === undefined ? ARGUMENTS[FAULTS[kind].takes] : { slot }) };
}

/** The verdicts that a VM gets on its way to sleep and back while a fault is set from a moment on. */
async function verdictsUnder(fault: Fault, from: 'hibernation' | 'start'): Promise<readonly Verdict[]> {
  const story = await VmStory.running(aVm().underPolicy(KEEPS_VFS).withNics(1));
  if (from === 'hibernation') story.world.amend({ faults: [fault] });
  await story.run(hibernateVmPipeline);
  const asleep = story.world.lastHibernation;
  story.world.amend({ faults: [fault] });
  await story.run(startVmPipeline);
  return [asleep, story.world.verdict].filter((verdict) => verdict !== undefined);
}

const GOOD: readonly Verdict['severity'][] = ['resumed', 'hibernated', 'cold-boot'];

describe.each(Object.keys(FAULTS) as FaultKind[])('a VM under the fault %s', (kind) => {
  it.each(['hibernation', 'start'] as const)('TORPOR-11 is explained: from its %s on', async (from) => {
    const verdicts = await verdictsUnder(faultOf(kind), from);
    expect(verdicts.length).toBeGreaterThan(0);
    for (const verdict of verdicts) {
      const explanation = explain({
        vm: { name: 'vm', resourceGroup: 'rg' },
        verdict,
        policy: KEEPS_VFS,
      });
      const { headline, prevention, consequences, rules, devices } = explanation;
      expect(headline).toMatch(/^The VM [^.]+\.$/);
      expect(headline).not.toMatch(/undefined|called it off|something in it|not everything/);
      // What went well may have something to prevent; what did not must.
      expect([verdict.severity, prevention.length > 0 || GOOD.includes(verdict.severity)]).toEqual([
        verdict.severity,
        true,
      ]);
      expect(consequences[0]?.when).toBe('at-once');
      expect(devices.filter(({ causes }) => causes.length === 0)).toEqual([]);
      expect(rules.length).toBeGreaterThan(0);
      expect(explanationPage(explanation)).not.toMatch(/undefined<|\[object|NaN/);
    }
  });
});
