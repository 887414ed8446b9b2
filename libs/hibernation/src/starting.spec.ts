import { describe, expect, it } from 'vitest';
import { HOST_GENERATIONS } from '#libs/hosts';
import { aHost, aVm, deallocateVmPipeline, recoverVmPipeline, restartVmPipeline } from '#libs/vm-operations';
import { hibernateVmPipeline, selfHibernateVmPipeline, startVmPipeline } from './pipelines.js';
import { VmStory } from './testing/story.js';

describe('a start that is no resume', () => {
  it('RESUME-2 R84 AZURE-29 AZURE-37 without an image is an ordinary boot', async () => {
    const story = await VmStory.running(aVm());
    const before = await story.partition();
    await story.succeeds(deallocateVmPipeline);
    await story.succeeds(startVmPipeline);
    expect(story.world.verdict?.severity).toBe('cold-boot');
    expect((await story.partition()).guest?.bootId).not.toBe(before.guest?.bootId);
  });

  it('ENABLE-2 TORPOR-19 after hot-add it is a rejected image, and says so', async () => {
    const vm = aVm().withVm({ hibernationEnabled: false }).withGuest({ hotAddedMib: 1_024 });
    const story = await VmStory.running(vm);
    await story.succeeds(selfHibernateVmPipeline);
    await story.succeeds(deallocateVmPipeline);
    await story.succeeds(startVmPipeline);
    expect(story.world.verdict).toMatchObject({ severity: 'resume-rejected-cold-boot' });
    expect((await story.facts()).disks[0]?.image).toBeUndefined();
  });

  it('AZURE-28 after a plain deallocation of a hibernated VM the memory is gone', async () => {
    const story = await VmStory.running(aVm());
    await story.succeeds(hibernateVmPipeline);
    await story.succeeds(deallocateVmPipeline);
    const { vm, disks } = await story.facts();
    expect(vm.state).toEqual({ kind: 'deallocated' });
    expect(vm.saved).toBeUndefined();
    expect(disks[0]?.image).toBeUndefined();
  });
});

describe('hosts', () => {
  it('AZURE-30 without room the start fails and the VM stays hibernated', async () => {
    const story = await VmStory.running(aVm(), [aHost('host-a')]);
    await story.succeeds(hibernateVmPipeline);
    const { world } = story;
    const full = VmStory.of(aVm().with(await world.loadFacts([])), [
      aHost('host-a', { used: { vcpus: 63, memoryMib: 0, vfSlots: 0 } }),
    ]);
    const { status } = await full.run(startVmPipeline);
    expect(status.kind === 'failed' ? status.refusal.code : status.kind).toBe('no-capacity');
    const { vm, disks } = await full.facts();
    expect(vm.state.kind).toBe('hibernated');
    expect(disks[0]?.image).toBeDefined();
  });

  it('CONSIDER-6 AZURE-31 an image does not go to an older processor', async () => {
    const newer = aHost('newer', { generation: HOST_GENERATIONS['intel-ice-lake'] });
    const older = aHost('older', { generation: HOST_GENERATIONS['intel-cascade-lake'] });
    const story = await VmStory.running(aVm(), [newer]);
    await story.succeeds(hibernateVmPipeline);
    const facts = await story.world.loadFacts([]);
    const elsewhere = VmStory.of(aVm().with(facts), [older]);
    const { status } = await elsewhere.run(startVmPipeline);
    expect(status.kind === 'failed' ? status.refusal.code : status.kind).toBe('no-compatible-host');
  });

  it('ASSUME-13 a VM whose host failed is left deallocated with its disks', async () => {
    const story = await VmStory.running(aVm());
    await story.succeeds(recoverVmPipeline);
    expect((await story.facts()).vm.state).toEqual({ kind: 'deallocated' });
    expect(story.world.snapshot()).toMatchObject({ leased: [], allocation: null, partition: null });
  });
});

describe('a restart', () => {
  it('AZURE-38 a restart keeps the host and boots another Linux', async () => {
    const story = await VmStory.running(aVm());
    const before = await story.partition();
    await story.succeeds(restartVmPipeline);
    const after = await story.partition();
    expect(after.hostId).toBe(before.hostId);
    expect(after.guest?.bootId).not.toBe(before.guest?.bootId);
    expect(after.hardware).toEqual(before.hardware);
  });

  it('TORPOR-19 ends what the last resume was, so that it is not taken for one', async () => {
    const story = await VmStory.running(aVm());
    await story.succeeds(hibernateVmPipeline);
    await story.succeeds(startVmPipeline);
    expect(story.world.verdict?.severity).toBe('resumed');
    await story.succeeds(restartVmPipeline);
    expect(story.world.verdict).toBeUndefined();
  });
});
