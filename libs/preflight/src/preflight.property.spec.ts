import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BUILT_IN_POLICIES, type GuidPolicy } from '#libs/guid-policy';
import { hibernateVmPipeline, selfHibernateVmPipeline, startVmPipeline, VmStory } from '#libs/hibernation';
import { HOST_GENERATIONS } from '#libs/hosts';
import { FAULTS, type Fault, type FaultKind, type GuestProfile, type Severity } from '#libs/linux-guest';
import {
  aHost,
  aVm,
  createVmPipeline,
  deallocateVmPipeline,
  type Verdict,
  type VmBuilder,
} from '#libs/vm-operations';
import { isClear, preflight, type PreflightReport, type PreflightVerdict } from './index.js';
import { isMild } from './problem.js';

// fast-check prints the seed with every counterexample.
const SEED = 20_260_704;

const KEEPING: GuidPolicy = {
  ...BUILT_IN_POLICIES['local-hyperv'],
  name: 'keeping',
  devices: {
    ...BUILT_IN_POLICIES['local-hyperv'].devices,
    scsi: { kind: 'keep' },
    nic: { kind: 'keep' },
    vf: { kind: 'keep' },
    dda: { kind: 'keep' },
  },
};
const anyPolicy = fc.constantFrom<GuidPolicy[]>(...Object.values(BUILT_IN_POLICIES), KEEPING);
const anyGeneration = fc.constantFrom(...Object.values(HOST_GENERATIONS));
const anySlot = fc.constantFrom(
  'scsi 0',
  'scsi 1',
  'nic 0',
  'nic 1',
  'vf 0',
  'dda 0',
  'shutdown 0',
  'kvp 0',
  'video 0',
);
const anyDisk = fc.constantFrom('os disk', 'data disk 0');

const anyFault: fc.Arbitrary<Fault> = fc
  .tuple(
    fc.constantFrom(...(Object.keys(FAULTS) as FaultKind[])),
    anySlot,
    anyDisk,
    fc.constantFrom(1, 2, 4_096),
  )
  .map(([kind, slot, disk, value]): Fault => {
    switch (FAULTS[kind].takes) {
      case 'nothing':
        return { kind };
      case 'slot':
        return { kind, slot };
      case 'disk':
        return { kind, slot: disk };
      case 'number':
        return { kind, value };
      case 'text':
        return { kind, value: kind === 'vmbus-versions' ? '3.0 2.4' : '2' };
    }
  });

/** Mostly right, so that not everything ends with the first check. */
const rarely = fc.integer({ min: 0, max: 9 }).map((dice) => dice === 9);
const anyGuest: fc.Arbitrary<Partial<GuestProfile>> = fc.record({
  kernelVersion: fc.constantFrom('5.15', '6.1', '6.8', '6.12', '6.15', '7.2'),
  hasUdevHibernateRule: rarely.map((isWrong) => !isWrong),
  hasResumeParameter: rarely.map((isWrong) => !isWrong),
  hibernationAvailable: rarely.map((isWrong) => !isWrong),
  swapMib: rarely.map((isWrong) => (isWrong ? 512 : 65_536)),
  workingSetMib: rarely.map((isWrong) => (isWrong ? 6_000 : 1_024)),
  anonymousMib: rarely.map((isWrong) => (isWrong ? 600 : 300)),
  hotAddedMib: rarely.map((isWrong) => (isWrong ? 1_024 : 0)),
  uioSlots: rarely.chain((isWrong) => fc.uniqueArray(anySlot, { maxLength: isWrong ? 2 : 0 })),
  kindsWithoutDriver: rarely.map((isWrong) => (isWrong ? (['shutdown', 'scsi'] as const) : [])),
  mountsTemporaryDisk: rarely,
  rootOnDda: rarely,
  openHvSockets: rarely.map(Number),
});

const anyCase = fc.record({
  vm: fc
    .record({
      nics: fc.integer({ min: 0, max: 3 }),
      isAccelerated: fc.boolean(),
      ddaDevices: rarely.map(Number),
      hasTemporaryDisk: fc.boolean(),
      hibernationEnabled: rarely.map((isWrong) => !isWrong),
      guest: anyGuest,
      policy: anyPolicy,
    })
    .map(({ nics, isAccelerated, ddaDevices, hasTemporaryDisk, hibernationEnabled, guest, policy }) =>
      aVm()
        .withNics(nics, isAccelerated)
        .withSize({ ddaDevices, hasTemporaryDisk })
        .withVm({ hibernationEnabled })
        .withGuest(guest)
        .underPolicy(policy),
    ),
  faults: fc.oneof(
    { weight: 2, arbitrary: fc.constant<readonly Fault[]>([]) },
    { weight: 3, arbitrary: fc.array(anyFault, { maxLength: 3 }) },
  ),
  targetPolicy: fc.option(anyPolicy, { nil: undefined }),
  source: anyGeneration,
  target: fc.option(anyGeneration, { nil: undefined }),
  journey: fc.constantFrom('asked', 'self-and-start', 'self-and-move'),
  /** What the VM has been through when it is asked about. */
  past: fc.constantFrom('nothing', 'created', 'resumed'),
});
type Case = typeof anyCase extends fc.Arbitrary<infer Value> ? Value : never;

/** How the real pipelines end for one case, and what preflight said before they ran. */
async function outcomeOf({ vm, faults, source, target = source, ...rest }: Case) {
  const hosts = [aHost('source', { generation: source }), aHost('target', { generation: target })];
  const sized = onHost(vm.withSize({ processorVendor: source.processorVendor }), 'source');
  const story = VmStory.of(sized, hosts);
  if (rest.past !== 'nothing') await story.succeeds(createVmPipeline);
  if (rest.past === 'resumed') await tryCycle(story);
  story.world.amend({ faults });
  const facts = await story.facts();
  const policy = rest.targetPolicy ?? facts.policy;
  const isSelf = rest.journey !== 'asked';
  const report = preflight({
    facts,
    sourceHosts: hosts,
    initiatedBy: isSelf ? 'self' : 'shutdown-service',
    target: {
      policy,
      place:
        rest.journey === 'self-and-start'
          ? { kind: 'same-machine' }
          : { kind: 'hosts', hosts: (await story.world.loadFacts(['hosts'])).hosts, hostName: 'target' },
    },
  });
  if (rest.past === 'nothing') await story.succeeds(createVmPipeline);
  const end = await journey(story, { isSelf, moves: rest.journey === 'self-and-move', policy });
  return { report, end };
}

function onHost(vm: VmBuilder, hostName: string): VmBuilder {
  return vm.with({ placement: { ...vm.facts.placement, hostName } });
}

/** An earlier hibernation and resume, which may have left the guest with something missing. */
async function tryCycle(story: VmStory): Promise<void> {
  const { status } = await story.run(hibernateVmPipeline);
  if (status.kind === 'succeeded') await story.succeeds(startVmPipeline);
}

/** How a journey ends: by a refusal of the platform, or as the guest comes out of it. */
type End = 'refused' | 'no-host' | Severity;

async function journey(
  story: VmStory,
  {
    isSelf,
    moves,
    policy,
  }: { readonly isSelf: boolean; readonly moves: boolean; readonly policy: GuidPolicy },
): Promise<End> {
  const { status } = await story.run(isSelf ? selfHibernateVmPipeline : hibernateVmPipeline);
  if (status.kind === 'failed' && status.failedStep === 'check-eligibility') return 'refused';
  if (status.kind !== 'succeeded') return severityOf(story.world.lastHibernation);
  if (moves) await story.succeeds(deallocateVmPipeline);
  const { placement } = await story.facts();
  story.world.amend({ policy, placement: { ...placement, hostName: 'target' } });
  const { status: start } = await story.run(startVmPipeline);
  if (start.kind === 'failed') return start.failedStep === 'place' ? 'no-host' : 'hung-or-undefined';
  return severityOf(story.world.verdict);
}

function severityOf(verdict: Verdict | undefined): Severity {
  const severity = verdict?.severity;
  switch (severity) {
    case undefined:
    case 'cold-boot':
    case 'hibernated':
    case 'stopped-not-hibernated':
      throw new Error(`unexpected end ${severity}`);
    default:
      return severity;
  }
}

const VERDICTS: Readonly<Record<End, PreflightVerdict[]>> = {
  refused: ['cannot hibernate'],
  'hibernate-aborted': ['cannot hibernate'],
  'no-host': ['would not resume'],
  'resume-rejected-cold-boot': ['would not resume'],
  'hung-or-undefined': ['cannot hibernate', 'would not resume'],
  'resumed-degraded': ['would resume degraded'],
  resumed: ['would resume'],
};

/** What the items that are not hidden say of the end: what comes first ends it, and else the worst of them counts. */
function endForetold({ items }: PreflightReport): End {
  const shown = items.filter((item) => !isMild(item) && !item.isHidden);
  if (shown.some(({ source }) => source === 'arm')) return 'refused';
  const severities = shown.map(({ severity }) => severity);
  if (severities.includes('blocks-hibernation')) return 'hibernate-aborted';
  if (severities.includes('blocks-start')) return 'no-host';
  if (severities.includes('image-rejected')) return 'resume-rejected-cold-boot';
  if (severities.includes('hung-or-undefined')) return 'hung-or-undefined';
  return severities.includes('resumed-degraded') ? 'resumed-degraded' : 'resumed';
}

/** What a report claims about items, checked against itself. */
function checkItems({ items, assumed }: PreflightReport): void {
  const severe = items.filter((item) => !isMild(item));
  expect(severe.filter(({ remedy }) => remedy === undefined)).toEqual([]);
  expect(assumed.filter((sentence) => sentence.includes('could not be looked at'))).toEqual([]);
  const hides = severe.some(({ isHidden, severity }) => !isHidden && severity !== 'resumed-degraded');
  expect(items.some(({ isHidden }) => isHidden) && !hides).toBe(false);
}

describe('preflight', () => {
  it('TORPOR-19 says what the pipelines then do, whatever the VM, the faults, the policies and the hosts', async () => {
    const seen = new Set<End>();
    await fc.assert(
      fc.asyncProperty(anyCase, async (drawn) => {
        const { report, end } = await outcomeOf(drawn);
        checkItems(report);
        expect(endForetold(report)).toBe(end);
        expect(VERDICTS[end]).toContain(report.summary.verdict);
        expect(isClear(report) && end !== 'resumed').toBe(false);
        seen.add(end);
      }),
      { seed: SEED, numRuns: 150 },
    );
    expect([...seen].toSorted()).toEqual(Object.keys(VERDICTS).toSorted());
  });
});
