import { describe, expect, it } from 'vitest';
import { BUILT_IN_POLICIES } from '#libs/guid-policy';
import { HOST_GENERATIONS, type Host } from '#libs/hosts';
import { aHost, aVm, deallocateVmPipeline } from '#libs/vm-operations';
import { hibernateVmPipeline, selfHibernateVmPipeline, startVmPipeline } from './pipelines.js';
import { VmStory } from './testing/story.js';

const NOTHING = { vcpus: 0, memoryMib: 0, vfSlots: 0 };

const LOCAL = BUILT_IN_POLICIES['local-hyperv'];

/** Slots by how they met the image, from the verdict of the last start. */
function outcomes(story: VmStory) {
  const rows = story.world.verdict?.report?.rows ?? [];
  const slotsOf = (outcome: string) =>
    rows
      .filter((row) => row.outcome === outcome)
      .map(({ slot }) => slot)
      .sort();
  return { unmatched: slotsOf('unmatched'), new: slotsOf('new') };
}

describe('a hibernated VM', () => {
  it('MOVE-1 AZURE-32 R92 is configuration and disks alone, on no host', async () => {
    const story = await VmStory.running(aVm());
    await story.succeeds(hibernateVmPipeline);
    const { vm, partition } = await story.facts();
    expect(vm.state).toEqual({ kind: 'hibernated', imageDiskId: 'os' });
    expect(partition).toBeUndefined();
    const { leased, allocation, used } = story.world.snapshot();
    expect(leased).toEqual([]);
    expect(allocation).toBeNull();
    expect(used.map(([, taken]) => taken)).toEqual([NOTHING, NOTHING]);
  });

  it('CONSIDER-1 hibernates alone: what others hold on the host stays theirs', async () => {
    const used = { vcpus: 8, memoryMib: 16_384, vfSlots: 1 };
    const story = await VmStory.running(aVm(), [aHost('host-a', { used })]);
    await story.succeeds(hibernateVmPipeline);
    expect(story.world.snapshot().used).toEqual([['host-a', used]]);
  });

  it('CONSIDER-5 MOVE-14 CONSIDER-6 saves what the next host must offer, and its image on the OS disk', async () => {
    const story = await VmStory.running(aVm());
    const { hardware, configurationVersion, hostId } = await story.partition();
    await story.succeeds(hibernateVmPipeline);
    const { vm, disks } = await story.facts();
    expect(vm.saved).toEqual({
      hostId,
      configurationVersion,
      removedVfs: hardware.devices
        .filter(({ kind }) => kind === 'vf')
        .map(({ index, instanceGuid }) => ({ index, instanceGuid })),
      origin: {
        processorVendor: hardware.processorVendor,
        processorModel: hardware.processorModel,
        processorRank: hardware.processorRank,
        hypervLevel: hardware.hypervLevel,
      },
    });
    expect(disks.map(({ image }) => image !== undefined)).toEqual([true, false]);
  });
});

describe('a resume under policy azure', () => {
  it('MOVE-2 MOVE-9 MOVE-10 ASSUME-6 continues the same Linux on another host, with a new VF', async () => {
    const story = await VmStory.running(aVm().withNics(2));
    const before = await story.partition();
    await story.succeeds(hibernateVmPipeline);
    await story.succeeds(startVmPipeline);
    const after = await story.partition();
    expect(after.hostId).not.toBe(before.hostId);
    expect(after.guest?.bootId).toBe(before.guest?.bootId);
    expect(story.world.verdict?.severity).toBe('resumed');
    expect(outcomes(story).unmatched).toEqual([]);
    const vf = (partition: typeof before) =>
      partition.hardware.devices.filter(({ kind }) => kind === 'vf').map(({ instanceGuid }) => instanceGuid);
    expect(vf(after)).toHaveLength(2);
    expect(vf(after).some((guid) => vf(before).includes(guid))).toBe(false);
    expect(story.world.verdict?.vfs).toEqual({
      removed: vf(before).map((instanceGuid, index) => ({ index, instanceGuid })),
      arrived: vf(after).map((instanceGuid, index) => ({ index, instanceGuid })),
    });
    expect(after.vfsOffered).toBe(true);
    expect(after.guest?.channels.map(({ slot }) => slot).filter((slot) => slot.startsWith('vf'))).toEqual([
      'vf 0',
      'vf 1',
    ]);
  });

  it('MOVE-9 the image holds no VF', async () => {
    const story = await VmStory.running(aVm());
    await story.succeeds(hibernateVmPipeline);
    const [os] = (await story.facts()).disks;
    expect(os?.image?.guest.channels.map(({ slot }) => slot)).not.toContain('vf 0');
  });

  it('hibernates and resumes again and again', async () => {
    const story = await VmStory.running(aVm());
    const { guest } = await story.partition();
    for (let cycle = 0; cycle < 5; cycle++) {
      await story.succeeds(hibernateVmPipeline);
      await story.succeeds(startVmPipeline);
      expect(story.world.verdict?.severity).toBe('resumed');
    }
    expect((await story.partition()).guest?.bootId).toBe(guest?.bootId);
  });
});

describe('a resume under policy local-hyperv', () => {
  it('MOVE-3 MOVE-5 MOVE-6 loses SCSI controllers and NICs, whose GUIDs differ on a new VM', async () => {
    const story = await VmStory.running(aVm().withNics(1, false).underPolicy(LOCAL));
    await story.succeeds(hibernateVmPipeline);
    await story.succeeds(startVmPipeline);
    expect(story.world.verdict?.severity).toBe('hung-or-undefined');
    expect(outcomes(story)).toEqual({
      unmatched: ['nic 0', 'scsi 0', 'scsi 1'],
      new: ['nic 0', 'scsi 0', 'scsi 1'],
    });
  });

  it('MOVE-7 also loses the VF that nobody removed', async () => {
    const story = await VmStory.running(aVm().underPolicy(LOCAL));
    await story.succeeds(hibernateVmPipeline);
    await story.succeeds(startVmPipeline);
    expect(outcomes(story).unmatched).toContain('vf 0');
  });
});

describe('hibernation started inside the guest', () => {
  it('MOVE-12 R91 AZURE-34 leaves a stopped VM on its host, with the VF in the image', async () => {
    const story = await VmStory.running(aVm());
    const { hostId } = await story.partition();
    await story.succeeds(selfHibernateVmPipeline);
    const { vm, disks } = await story.facts();
    expect(vm.state).toEqual({ kind: 'stopped', hostId });
    expect(disks[0]?.image?.guest.channels.map(({ slot }) => slot)).toContain('vf 0');
  });

  it('MOVE-12 R65 the VF is not resumed properly on a new VM', async () => {
    const story = await VmStory.running(aVm());
    await story.succeeds(selfHibernateVmPipeline);
    await story.succeeds(deallocateVmPipeline);
    await story.succeeds(startVmPipeline);
    expect(story.world.verdict?.severity).toBe('resumed-degraded');
    expect(outcomes(story).unmatched).toEqual(['vf 0']);
  });
});

describe('a kernel that has moved to a newer host', () => {
  const old = (name: string) => aHost(name, { generation: HOST_GENERATIONS['intel-cascade-lake'] });
  const newer = aHost('newer', { generation: HOST_GENERATIONS['intel-sapphire-rapids'] });

  /** The VM as it is now, where these are the hosts that take it. */
  async function elsewhere(story: VmStory, hosts: readonly Host[]): Promise<VmStory> {
    return VmStory.of(aVm().with(await story.world.loadFacts([])), hosts);
  }

  it('CONSIDER-7 knows what it found at boot alone, and so comes back on a third host of the old kind', async () => {
    const booted = await VmStory.running(aVm(), [old('old-1')]);
    const { configurationVersion, guest } = await booted.partition();
    await booted.succeeds(hibernateVmPipeline);
    const { saved } = (await booted.facts()).vm;
    const moved = await elsewhere(booted, [newer]);
    await moved.succeeds(startVmPipeline);
    expect((await moved.partition()).hostId).toBe('newer');
    await moved.succeeds(hibernateVmPipeline);
    const savedAgain = (await moved.facts()).vm.saved;
    expect([savedAgain?.hostId, savedAgain?.configurationVersion, savedAgain?.origin]).toEqual([
      'newer',
      configurationVersion,
      saved?.origin,
    ]);
    const back = await elsewhere(moved, [old('old-2')]);
    await back.succeeds(startVmPipeline);
    const { hostId, guest: resumed } = await back.partition();
    expect([hostId, resumed?.bootId, back.world.verdict?.severity]).toEqual([
      'old-2',
      guest?.bootId,
      'resumed',
    ]);
  });

  it('CONSIDER-7 and which boots on the newer host does not', async () => {
    const booted = await VmStory.running(aVm(), [newer]);
    await booted.succeeds(hibernateVmPipeline);
    const { status } = await (await elsewhere(booted, [old('old-1')])).run(startVmPipeline);
    expect(status.kind === 'failed' ? status.refusal.code : status.kind).toBe('no-compatible-host');
  });
});
