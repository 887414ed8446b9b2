import { describe, expect, it } from 'vitest';
import {
  aHost,
  aVm,
  installExtensionPipeline,
  powerOffVmPipeline,
  reapplyVmPipeline,
  redeployVmPipeline,
  resizeVmPipeline,
} from '#libs/vm-operations';
import { redeployStoppedVmPipeline, selfHibernateVmPipeline } from './pipelines.js';
import { checkEligibility } from './steps/check-eligibility.js';
import { VmStory } from './testing/story.js';

const { size: SIZE } = aVm().facts;
const LARGER = { ...SIZE, name: 'Standard_D4s_v5', vcpus: 4, memoryMib: 16_384 };
const BARE = { hasUdevHibernateRule: false, swapMib: 0, hasResumeParameter: false };

async function usedVcpus({ world }: VmStory): Promise<Readonly<Record<string, number>>> {
  const { hosts } = await world.loadFacts(['hosts']);
  return Object.fromEntries(hosts.map(({ name, used }) => [name, used.vcpus]));
}

describe('redeploying', () => {
  it('AZURE-45 takes a running VM to another host and boots it', async () => {
    const story = await VmStory.running(aVm());
    const before = await story.partition();
    await story.succeeds(redeployVmPipeline);
    const after = await story.partition();
    expect(after.hostId).not.toBe(before.hostId);
    expect(after.guest?.bootId).not.toBe(before.guest?.bootId);
    expect(await usedVcpus(story)).toEqual({ [before.hostId]: 0, [after.hostId]: 2 });
  });

  it('AZURE-45 comes back to the one host there is', async () => {
    const story = await VmStory.running(aVm(), [
      aHost('only', { capacity: { vcpus: 2, memoryMib: 8_192, vfSlots: 1 } }),
    ]);
    await story.succeeds(redeployVmPipeline);
    expect((await story.partition()).hostId).toBe('only');
    expect(await usedVcpus(story)).toEqual({ only: 2 });
  });

  it('AZURE-34 AZURE-45 resumes a guest that hibernated on its own', async () => {
    const story = await VmStory.running(aVm().withNics(0));
    const before = await story.partition();
    await story.succeeds(selfHibernateVmPipeline);
    await story.succeeds(redeployStoppedVmPipeline);
    const after = await story.partition();
    expect(after.hostId).not.toBe(before.hostId);
    expect(after.guest?.bootId).toBe(before.guest?.bootId);
    expect(story.world.verdict?.severity).toBe('resumed');
  });
});

describe('resizing', () => {
  it('AZURE-46 makes a machine of the new size on the same host, and boots it', async () => {
    const story = await VmStory.running(aVm());
    const before = await story.partition();
    story.world.amend({ resizeTo: LARGER });
    await story.succeeds(resizeVmPipeline);
    const { hostId, hardware, guest } = await story.partition();
    expect([hostId, hardware.vcpus, guest?.memoryMib]).toEqual([before.hostId, 4, 16_384]);
    expect(await story.facts()).not.toHaveProperty('resizeTo');
    expect((await usedVcpus(story))[hostId]).toBe(4);
  });

  it('AZURE-46 goes elsewhere where its host has no room', async () => {
    const full = { used: { vcpus: 61, memoryMib: 0, vfSlots: 0 } };
    const story = await VmStory.running(aVm(), [aHost('host-a', full)]);
    const facts = await story.facts();
    const crowded = VmStory.of(aVm().with({ ...facts, resizeTo: LARGER }), [
      aHost('host-a', full),
      aHost('host-b'),
    ]);
    await crowded.succeeds(resizeVmPipeline);
    expect((await crowded.partition()).hostId).toBe('host-b');
    expect(await usedVcpus(crowded)).toEqual({ 'host-a': 61, 'host-b': 4 });
  });

  it('AZURE-46 without room anywhere leaves the VM running in its size', async () => {
    const story = await VmStory.running(aVm(), [
      aHost('host-a', { capacity: { vcpus: 3, memoryMib: 65_536, vfSlots: 4 } }),
    ]);
    const before = await story.facts();
    story.world.amend({ resizeTo: LARGER });
    const { status } = await story.run(resizeVmPipeline);
    expect(status.kind === 'failed' ? status.refusal.code : status.kind).toBe('no-capacity');
    const { operationId: _other, ...after } = await story.facts();
    const { operationId: _one, ...expected } = before;
    expect(after).toEqual(expected);
  });

  it('AZURE-46 a stopped VM stays off', async () => {
    const story = await VmStory.running(aVm());
    await story.succeeds(powerOffVmPipeline);
    story.world.amend({ resizeTo: LARGER });
    await story.succeeds(resizeVmPipeline);
    const { hardware, power } = await story.partition();
    expect([(await story.facts()).vm.state.kind, hardware.vcpus, power]).toEqual(['stopped', 4, 'off']);
  });
});

describe('extensions', () => {
  const withExtension = (state: 'Creating' | 'Failed' | 'Succeeded') =>
    aVm().withHibernationExtension(state).facts.extensions;

  it('AZURE-49 installing one sets up the guest that runs, and the next boot', async () => {
    const story = await VmStory.running(aVm().withGuest(BARE));
    story.world.amend({ extensions: withExtension('Creating') });
    await story.succeeds(installExtensionPipeline);
    const { profile, extensions } = await story.facts();
    const guest = (await story.partition()).guest?.profile;
    expect([profile.swapMib, guest?.swapMib, guest?.hasUdevHibernateRule, guest?.hasResumeParameter]).toEqual(
      [16_384, 16_384, true, true],
    );
    expect(extensions.map(({ provisioningState }) => provisioningState)).toEqual(['Succeeded']);
  });

  it('AZURE-20 AZURE-49 one that fails is the failure of its operation, and stays failed until it is run again', async () => {
    const story = await VmStory.running(aVm().withGuest({ ...BARE, hibernationAvailable: false }));
    story.world.amend({ extensions: withExtension('Creating') });
    const { status } = await story.run(installExtensionPipeline);
    expect(status.kind === 'failed' ? status.refusal.code : status.kind).toBe('extension-failed');
    const { profile, extensions } = await story.facts();
    expect([extensions[0]?.provisioningState, profile.swapMib]).toEqual(['Failed', 0]);
    story.world.amend({ profile: { ...profile, hibernationAvailable: true } });
    await story.succeeds(reapplyVmPipeline);
    expect((await story.facts()).extensions[0]?.provisioningState).toBe('Succeeded');
  });
});

describe('a guest that takes its time after a boot', () => {
  it('AZURE-21 cannot hibernate before it is ready, and can from then on', async () => {
    const story = await VmStory.running(aVm().withGuest({ readyAfterMs: 60_000 }));
    const facts = await story.facts();
    const { bootedAtMs } = await story.partition();
    const decided = checkEligibility.decide(facts, {});
    if (decided.kind !== 'proceed' || bootedAtMs === undefined) throw new Error('the VM is eligible');
    const at = async (nowMs: number) => {
      const applied = await checkEligibility.apply(decided.decision, story.world.ports, {
        startedAtMs: 0,
        nowMs,
      });
      return applied.kind === 'failed' ? applied.refusal.code : applied.kind;
    };
    expect([await at(bootedAtMs), await at(bootedAtMs + 59_999), await at(bootedAtMs + 60_000)]).toEqual([
      'guest-not-ready',
      'guest-not-ready',
      'done',
    ]);
  });

  it('AZURE-21 is ready at once unless its profile says otherwise', async () => {
    const story = await VmStory.running(aVm());
    const decided = checkEligibility.decide(await story.facts(), {});
    expect(decided.kind === 'proceed' && decided.decision).not.toHaveProperty('readyAtMs');
  });
});
