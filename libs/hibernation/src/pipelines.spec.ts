import { describe, expect, it } from 'vitest';
import { BUILT_IN_POLICIES } from '#libs/guid-policy';
import {
  checkCrashAfterEachEvent,
  checkFailureAtEachStep,
  checkRepeatedActions,
  checkRepeatedUndos,
  type SagaSubject,
} from '#libs/saga';
import {
  aHost,
  aVm,
  createVmPipeline,
  deallocateVmPipeline,
  deleteVmPipeline,
  InMemoryWorld,
  installExtensionPipeline,
  keepVmPipeline,
  powerOffVmPipeline,
  reapplyVmPipeline,
  recoverVmPipeline,
  redeployVmPipeline,
  resizeVmPipeline,
  restartVmPipeline,
  type VmBuilder,
  type VmFacts,
  type VmPipeline,
  type VmPorts,
} from '#libs/vm-operations';
import {
  hibernateVmPipeline,
  redeployStoppedVmPipeline,
  selfHibernateVmPipeline,
  startVmPipeline,
} from './pipelines.js';
import { VmStory } from './testing/story.js';

const HOSTS = [aHost('host-a'), aHost('host-b')];

interface Case {
  readonly name: string;
  readonly pipeline: VmPipeline;
  /** What was done to the VM before. */
  readonly before: readonly VmPipeline[];
  readonly vm?: VmBuilder;
  /** What a caller has stored before the operation began. */
  readonly facts?: Partial<VmFacts>;
}

const { size: SIZE } = aVm().facts;
const LARGER = { ...SIZE, name: 'Standard_D4s_v5', vcpus: 4, memoryMib: 16_384 };
const SMALLER = { ...SIZE, name: 'small', vcpus: 1, memoryMib: 4_096 };

const CASES: readonly Case[] = [
  { name: 'create', pipeline: createVmPipeline, before: [] },
  { name: 'hibernate', pipeline: hibernateVmPipeline, before: [createVmPipeline] },
  {
    name: 'hibernate, VFs left in',
    pipeline: hibernateVmPipeline,
    before: [createVmPipeline],
    vm: aVm().underPolicy(BUILT_IN_POLICIES['local-hyperv']),
  },
  { name: 'self-hibernate', pipeline: selfHibernateVmPipeline, before: [createVmPipeline] },
  { name: 'resume', pipeline: startVmPipeline, before: [createVmPipeline, hibernateVmPipeline] },
  {
    name: 'resume under local-hyperv',
    pipeline: startVmPipeline,
    before: [createVmPipeline, hibernateVmPipeline],
    vm: aVm().underPolicy(BUILT_IN_POLICIES['local-hyperv']),
  },
  {
    name: 'start when deallocated',
    pipeline: startVmPipeline,
    before: [createVmPipeline, deallocateVmPipeline],
  },
  { name: 'start when stopped', pipeline: startVmPipeline, before: [createVmPipeline, powerOffVmPipeline] },
  { name: 'power off', pipeline: powerOffVmPipeline, before: [createVmPipeline] },
  { name: 'restart', pipeline: restartVmPipeline, before: [createVmPipeline] },
  { name: 'deallocate', pipeline: deallocateVmPipeline, before: [createVmPipeline] },
  {
    name: 'deallocate when hibernated',
    pipeline: deallocateVmPipeline,
    before: [createVmPipeline, hibernateVmPipeline],
  },
  { name: 'recover', pipeline: recoverVmPipeline, before: [createVmPipeline] },
  { name: 'redeploy', pipeline: redeployVmPipeline, before: [createVmPipeline] },
  {
    name: 'redeploy when stopped',
    pipeline: redeployStoppedVmPipeline,
    before: [createVmPipeline, powerOffVmPipeline],
  },
  {
    name: 'redeploy when the guest has hibernated on its own',
    pipeline: redeployStoppedVmPipeline,
    before: [createVmPipeline, selfHibernateVmPipeline],
  },
  {
    name: 'resize',
    pipeline: resizeVmPipeline,
    before: [createVmPipeline],
    facts: { resizeTo: LARGER },
  },
  {
    name: 'resize to a smaller size when stopped',
    pipeline: resizeVmPipeline,
    before: [createVmPipeline, powerOffVmPipeline],
    facts: { resizeTo: SMALLER },
  },
  { name: 'keep', pipeline: keepVmPipeline, before: [createVmPipeline] },
  {
    name: 'reapply',
    pipeline: reapplyVmPipeline,
    before: [createVmPipeline],
    vm: aVm().withHibernationExtension('Failed'),
  },
  {
    name: 'install an extension',
    pipeline: installExtensionPipeline,
    before: [createVmPipeline],
    facts: { extensions: aVm().withHibernationExtension('Creating').facts.extensions },
  },
];

/** Worlds are made afresh for each trial from what the story before it left. */
async function subjectOf({
  pipeline,
  before,
  vm = aVm(),
  facts: given = {},
}: Case): Promise<SagaSubject<VmFacts, VmPorts>> {
  const story = VmStory.of(vm, HOSTS);
  for (const earlier of before) await story.succeeds(earlier);
  const facts = { ...(await story.facts()), ...given, operationId: 'under-test' };
  return { pipeline, createWorld: () => new InMemoryWorld({ facts, hosts: HOSTS }) };
}

describe.each(CASES)('$name', (trial) => {
  it('TORPOR-6 every action may be repeated', async () => {
    await expect(checkRepeatedActions(await subjectOf(trial))).resolves.toBeUndefined();
  });

  it('TORPOR-7 TORPOR-8 a failure at any step unwinds before the pivot and is stuck after it', async () => {
    expect(await checkFailureAtEachStep(await subjectOf(trial))).toBeGreaterThan(1);
  });

  it('TORPOR-7 every undo may be repeated', async () => {
    await expect(checkRepeatedUndos(await subjectOf(trial))).resolves.toBeUndefined();
  });

  it('TORPOR-6 a crash after any log event changes nothing in the end', async () => {
    expect(await checkCrashAfterEachEvent(await subjectOf(trial))).toBeGreaterThan(3);
  });
});

describe('delete', () => {
  const trial: Case = { name: 'delete', pipeline: deleteVmPipeline, before: [createVmPipeline] };

  it('TORPOR-6 TORPOR-7 bears repeats, failures and crashes', async () => {
    const subject = await subjectOf(trial);
    await checkRepeatedActions(subject);
    await checkRepeatedUndos(subject);
    expect(await checkFailureAtEachStep(subject)).toBeGreaterThan(1);
    expect(await checkCrashAfterEachEvent(subject)).toBeGreaterThan(4);
  });
});
