import { describe, expect, it } from 'vitest';
import type { Fault } from '#libs/linux-guest';
import { BUILT_IN_POLICIES } from '#libs/guid-policy';
import { aVm, deallocateVmPipeline, DURATION_MS, type VmBuilder, type VmPipeline } from '#libs/vm-operations';
import { hibernateVmPipeline, selfHibernateVmPipeline, startVmPipeline } from './pipelines.js';
import { VmStory } from './testing/story.js';

/** Emulated time from the first to the last event of an operation, ms. */
async function tookMs(story: VmStory, pipeline: VmPipeline): Promise<number> {
  const { log } = await story.run(pipeline);
  return (log.at(-1)?.atMs ?? 0) - (log[0]?.atMs ?? 0);
}

/** A VM that hibernates on an ordinary day, and then has these faults. */
async function hibernated(vm: VmBuilder, ...faults: readonly Fault[]): Promise<VmStory> {
  const story = await VmStory.running(vm);
  await story.succeeds(hibernateVmPipeline);
  story.world.amend({ faults });
  return story;
}

describe('faults strike', () => {
  const vf = aVm().withGuest({ kernelVersion: '6.15' }).underPolicy(BUILT_IN_POLICIES['local-hyperv']);
  const refused: Fault = { kind: 'vpci-version-refused', slot: 'vf 0' };

  it('R67 those of the machine when the next Hyper-V VM is created, and not the thaw before it', async () => {
    const story = await VmStory.running(vf);
    story.world.amend({ faults: [refused] });
    await story.succeeds(hibernateVmPipeline);
    expect(story.world.lastHibernation?.severity).toBe('hibernated');
    await story.succeeds(startVmPipeline);
    expect((await story.partition()).hardware.faults).toEqual([refused]);
  });

  it('R67 and hold as long as that VM exists, though they are lifted', async () => {
    const story = await VmStory.running(vf.withFaults(refused));
    story.world.amend({ faults: [] });
    await story.succeeds(hibernateVmPipeline);
    // The thaw asks the host that refuses the version: the VF is dead when the machine is to be powered down.
    expect(story.world.lastHibernation).toMatchObject({
      severity: 'stopped-not-hibernated',
      findings: [{ rule: 'MOVE-12' }, { rule: 'R27' }],
    });
  });

  it('R25 those of the host at once, and no longer than they are set', async () => {
    const story = await VmStory.running(aVm());
    story.world.amend({ faults: [{ kind: 'nic-rings-not-draining', slot: 'nic 0' }] });
    expect((await story.run(hibernateVmPipeline)).status.kind).toBe('failed');
    story.world.amend({ faults: [] });
    await story.succeeds(hibernateVmPipeline);
    expect(story.world.lastHibernation?.severity).toBe('hibernated');
  });
});

describe('a fresh kernel that does not get out of the way', () => {
  it('R22 R15 leaves a verdict, and a VM that can be started again', async () => {
    const story = await hibernated(aVm(), { kind: 'unload-unanswered' });
    expect((await story.run(startVmPipeline)).status.kind).toBe('failed');
    expect(story.world.verdict).toMatchObject({
      severity: 'hung-or-undefined',
      cause: { rule: 'R15', phase: 'B5', symptom: expect.stringContaining('UNLOAD') },
      circumstances: { act: 'start', faults: ['unload-unanswered'] },
    });
    expect(story.world.verdict?.log.at(-1)?.text).toContain('KVP');
    story.world.amend({ faults: [] });
    await story.succeeds(startVmPipeline);
    expect(story.world.verdict?.severity).toBe('resumed');
  });
});

describe('what a failed hibernation leaves to read', () => {
  it.each<{ rule: string; phase: string; errno: number; symptom: string; fault: Fault }>([
    {
      rule: 'R21',
      phase: 'H3',
      errno: -16,
      symptom: 'a process holds the snapshot device',
      fault: { kind: 'snapshot-device-held' },
    },
    {
      rule: 'R61',
      phase: 'H9',
      errno: -110,
      symptom: 'the rings of nic 0 did not run empty within 10 s',
      fault: { kind: 'nic-rings-not-draining', slot: 'nic 0' },
    },
    {
      rule: 'R82',
      phase: 'H13',
      errno: -5,
      symptom: 'writing the image to swap met an I/O error',
      fault: { kind: 'image-write-error' },
    },
  ])('$rule where, why and under what circumstances: $phase', async ({ fault, ...cause }) => {
    const story = await VmStory.running(aVm().withFaults(fault));
    const before = await story.partition();
    const { status } = await story.run(hibernateVmPipeline);
    expect(status).toMatchObject({
      kind: 'failed',
      refusal: { code: 'guest-aborted-hibernation', rule: cause.rule, detail: `VM vm-1: ${cause.symptom}` },
    });
    expect(story.world.lastHibernation).toMatchObject({
      severity: 'hibernate-aborted',
      summary: cause.symptom,
      cause,
      circumstances: {
        act: 'hibernation',
        kernelVersion: '6.8',
        era: 'A',
        policy: 'azure',
        faults: ['slot' in fault ? `${fault.kind} ${fault.slot}` : fault.kind],
      },
    });
    const { partition, vm } = await story.facts();
    expect([vm.state.kind, partition?.guest?.bootId]).toEqual(['running', before.guest?.bootId]);
  });

  it('R15 a wait without limit, which the host gives up', async () => {
    const story = await VmStory.running(aVm().withFaults({ kind: 'unload-unanswered' }));
    const took = await tookMs(story, hibernateVmPipeline);
    expect(took).toBeGreaterThanOrEqual(DURATION_MS.hibernateTimeout);
    expect(story.world.lastHibernation).toMatchObject({
      severity: 'hung-or-undefined',
      cause: { rule: 'R15', phase: 'H9' },
    });
    expect(story.world.lastHibernation?.cause).not.toHaveProperty('errno');
  });
});

describe('a VF that was taken away for nothing', () => {
  it('ASSUME-19 R64 comes back, and the verdict says that another host might keep it away', async () => {
    const story = await VmStory.running(aVm().withGuest({ hasUdevHibernateRule: false }));
    expect((await story.run(hibernateVmPipeline)).status.kind).toBe('failed');
    expect(story.world.lastHibernation).toMatchObject({
      severity: 'hibernate-aborted',
      cause: { rule: 'R89', phase: 'trigger', assumption: 'ASSUME-1' },
      findings: [{ rule: 'R64', slot: 'vf 0', severity: 'resumed', assumption: 'ASSUME-19' }],
    });
    expect((await story.partition()).vfsOffered).toBe(true);
  });
});

describe('what systemd refuses before the kernel is asked', () => {
  const vm = aVm().withGuest({ anonymousMib: 2_000, swapMib: 2_000 });
  const cause = { rule: 'R82', phase: 'trigger', errno: -28 };

  it('R82 R90 the host hears nothing of, and waits', async () => {
    const story = await VmStory.running(vm);
    expect(await tookMs(story, hibernateVmPipeline)).toBeGreaterThanOrEqual(DURATION_MS.hibernateTimeout);
    expect(story.world.lastHibernation).toMatchObject({ severity: 'hibernate-aborted', cause, log: [] });
  });

  it('R82 the guest that asked for it learns at once', async () => {
    const story = await VmStory.running(vm);
    expect(await tookMs(story, selfHibernateVmPipeline)).toBe(0);
    expect(story.world.lastHibernation).toMatchObject({ severity: 'hibernate-aborted', cause, log: [] });
  });
});

describe('a resume with faults', () => {
  it('R60 R72 takes as long as its drivers wait', async () => {
    const plain = await tookMs(await hibernated(aVm()), startVmPipeline);
    const waiting = await hibernated(
      aVm(),
      { kind: 'vsp-silent', slot: 'keyboard 0' },
      { kind: 'vsp-silent', slot: 'scsi 1' },
    );
    expect(await tookMs(waiting, startVmPipeline)).toBe(plain + 10_000 + 180_000);
    expect(waiting.world.verdict?.findings.map(({ rule, slot }) => [rule, slot])).toEqual([
      ['R60', 'scsi 1'],
      ['R72', 'keyboard 0'],
    ]);
  });

  it('R77 with another FACS signature than the image has is none: the image is lost', async () => {
    const story = await VmStory.running(aVm().withFaults({ kind: 'facs-signature', value: 7 }));
    await story.succeeds(hibernateVmPipeline);
    story.world.amend({ faults: [{ kind: 'facs-signature', value: 8 }] });
    await story.succeeds(startVmPipeline);
    expect(story.world.verdict).toMatchObject({
      severity: 'resume-rejected-cold-boot',
      cause: { rule: 'R77', phase: 'C4', errno: -22 },
    });
    expect((await story.facts()).disks[0]?.image).toBeUndefined();
  });

  it('R78 past which the fresh kernel boots leaves an image that a later start restores over newer files', async () => {
    const story = await VmStory.running(aVm());
    await story.succeeds(hibernateVmPipeline);
    const { profile } = await story.facts();
    story.world.amend({ profile: { ...profile, hasResumeParameter: false } });
    await story.succeeds(startVmPipeline);
    expect(story.world.verdict).toMatchObject({
      severity: 'resume-rejected-cold-boot',
      cause: { rule: 'R83', phase: 'C1', errno: -2 },
    });
    expect((await story.facts()).disks[0]?.image?.isStale).toBe(true);
    story.world.amend({ profile });
    await story.succeeds(deallocateVmPipeline);
    expect((await story.facts()).disks[0]?.image?.isStale).toBe(true);
    await story.succeeds(startVmPipeline);
    expect(story.world.verdict).toMatchObject({
      severity: 'hung-or-undefined',
      findings: [{ rule: 'R78', phase: 'after', severity: 'hung-or-undefined' }],
    });
    expect((await story.facts()).disks[0]?.image).toBeUndefined();
  });
});
