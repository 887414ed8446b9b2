import { describe, expect, it } from 'vitest';
import { aVm, DURATION_MS } from '#libs/vm-operations';
import { hibernateVmPipeline, startVmPipeline } from './pipelines.js';
import { VmStory } from './testing/story.js';

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

describe('a guest that writes its image and then powers off', () => {
  /** Kernel 6.1 powers off instead of entering S4 when a device has gone by the time the bus comes back (R27, R45). */
  async function thatLosesADevice(): Promise<VmStory> {
    const story = await VmStory.running(aVm().withGuest({ kernelVersion: '6.1' }));
    const partition = await story.partition();
    const devices = partition.hardware.devices.filter(({ kind }) => kind !== 'fcopy');
    story.world.amend({ partition: { ...partition, hardware: { ...partition.hardware, devices } } });
    return story;
  }

  it('ASSUME-16 is hibernated when that was asked for, and resumes', async () => {
    const story = await thatLosesADevice();
    const { guest } = await story.partition();
    const { status, log } = await story.run(hibernateVmPipeline);
    expect(status).toEqual({ kind: 'succeeded' });
    const reached = log.find(({ event }) => event.kind === 'succeeded' && event.step === 'await-s4');
    expect(reached?.event).toMatchObject({ output: { kind: 'reached-s4', sleepState: 'S5' } });
    const { vm, partition, disks } = await story.facts();
    expect([vm.state, partition]).toEqual([{ kind: 'hibernated', imageDiskId: 'os' }, undefined]);
    expect(disks[0]?.image?.guest.bootId).toBe(guest?.bootId);
    await story.succeeds(startVmPipeline);
    expect((await story.partition()).guest?.bootId).toBe(guest?.bootId);
  });
});
