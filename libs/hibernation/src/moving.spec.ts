import { describe, expect, it } from 'vitest';
import { BUILT_IN_POLICIES } from '#libs/guid-policy';
import { HOST_GENERATIONS } from '#libs/hosts';
import {
  aHost,
  aVm,
  deallocateVmPipeline,
  DURATION_MS,
  recoverVmPipeline,
  restartVmPipeline,
} from '#libs/vm-operations';
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

describe('before the pivot', () => {
  const cases = [
    {
      rule: 'INITIATE-3 AZURE-22',
      why: 'no udev rule',
      guest: { hasUdevHibernateRule: false },
      code: 'guest-lacks-udev-rule',
    },
    { rule: 'UIO-2', why: 'a device bound to UIO', guest: { uioSlots: ['nic 1'] }, code: 'uio-device-bound' },
    { rule: 'R82', why: 'no swap', guest: { swapMib: 0 }, code: 'guest-aborted-hibernation' },
    {
      rule: 'R21',
      why: 'lock-down',
      guest: { hibernationAvailable: false },
      code: 'guest-aborted-hibernation',
    },
  ];
  it.each(cases)('$rule $why: the VM runs on and its VFs return', async ({ guest, code }) => {
    const story = await VmStory.running(aVm().withNics(2).withGuest(guest));
    const before = await story.partition();
    const { status } = await story.run(hibernateVmPipeline);
    expect(status.kind === 'failed' ? status.refusal.code : status.kind).toBe(code);
    const { vm, partition } = await story.facts();
    expect(vm.state).toEqual({ kind: 'running', hostId: before.hostId });
    expect(partition?.vfsOffered).toBe(true);
    expect(partition?.guest?.bootId).toBe(before.guest?.bootId);
    expect(partition?.guest?.channels.some(({ slot }) => slot === 'vf 0')).toBe(true);
  });
});

describe('the request', () => {
  it('MOVE-11 goes through the Shutdown service, after the VFs have gone', async () => {
    const story = await VmStory.running(aVm());
    const { log } = await story.run(hibernateVmPipeline);
    const started = log.flatMap(({ event }) => (event.kind === 'started' ? [event.step] : []));
    expect(started.slice(0, 5)).toEqual([
      'claim-vm',
      'check-eligibility',
      'remove-vfs',
      'signal-guest',
      'await-s4',
    ]);
    const withoutService = await VmStory.running(aVm().withGuest({ kindsWithoutDriver: ['shutdown'] }));
    const { status } = await withoutService.run(hibernateVmPipeline);
    expect(status.kind === 'failed' ? status.refusal.code : status.kind).toBe('shutdown-service-missing');
  });

  it('ASSUME-1 R89 is given up after five minutes when nothing comes of it', async () => {
    const story = await VmStory.running(aVm().withGuest({ hasUdevHibernateRule: false }));
    const { log } = await story.run(hibernateVmPipeline);
    const at = (kind: string) =>
      log.find(({ event }) => event.kind === kind && event.step === 'await-s4')?.atMs;
    expect((at('failed') ?? 0) - (at('started') ?? 0)).toBe(DURATION_MS.hibernateTimeout);
  });

  it('ASSUME-9 ASSUME-8 takes fixed times, and the image at the speed of the disk: 2 GiB at 85 MB/s', async () => {
    const story = await VmStory.running(aVm().withGuest({ workingSetMib: 2_048 }));
    const down = (await story.run(hibernateVmPipeline)).log.at(-1)?.atMs ?? 0;
    const up = (await story.run(startVmPipeline)).log.at(-1)?.atMs ?? 0;
    expect([Math.round(down / 1_000), Math.round(up / 1_000)]).toEqual([28, 48]);
  });

  it('ASSUME-15 DEVICES-7 the first relid differs from one machine to the next', async () => {
    const story = await VmStory.running(aVm());
    const first = new Set<number>();
    for (let cycle = 0; cycle < 8; cycle++) {
      first.add((await story.partition()).hardware.firstRelid);
      await story.succeeds(hibernateVmPipeline);
      await story.succeeds(startVmPipeline);
    }
    expect(first.size).toBeGreaterThan(1);
    expect(Math.min(...first)).toBeGreaterThanOrEqual(1);
    expect(Math.max(...first)).toBeLessThanOrEqual(4);
  });
});

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

  it('AZURE-38 a restart keeps the host and boots another Linux', async () => {
    const story = await VmStory.running(aVm());
    const before = await story.partition();
    await story.succeeds(restartVmPipeline);
    const after = await story.partition();
    expect(after.hostId).toBe(before.hostId);
    expect(after.guest?.bootId).not.toBe(before.guest?.bootId);
    expect(after.hardware).toEqual(before.hardware);
  });
});
