import { BUILT_IN_POLICIES, type GuidPolicy } from '#libs/guid-policy';
import { hibernateVmPipeline, startVmPipeline } from '#libs/hibernation';
import { HOST_GENERATIONS } from '#libs/hosts';
import type { Fault } from '#libs/linux-guest';
import { runToEnd } from '#libs/saga';
import {
  aHost,
  aVm,
  createVmPipeline,
  InMemoryWorld,
  type VmBuilder,
  type VmPipeline,
} from '#libs/vm-operations';
import { describe, expect, it } from 'vitest';
import { walkPipeline } from './walk-pipeline.js';

/** One operation with the faults that are set for it. */
type Act = readonly [pipeline: VmPipeline, ...faults: readonly Fault[]];

const HOST = aHost('host-a', {
  generation: HOST_GENERATIONS['intel-sapphire-rapids'],
  capacity: { vcpus: 1_024, memoryMib: 2 ** 20, vfSlots: 64 },
});

/** Long after the operation before. */
const A_WEEK_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * The same acts through the live pipelines, driven by the saga's runner over a world in memory, and walked: everything
 * that is known of the VM after each, what its verdict says, and the emulated time that it took.
 */
async function bothWays(vm: VmBuilder, acts: readonly Act[]) {
  const world = new InMemoryWorld({ facts: vm.facts, hosts: [HOST] });
  let facts = { ...vm.facts, hosts: [HOST] };
  const live: unknown[] = [];
  const walked: unknown[] = [];
  for (const [at, [pipeline, ...faults]] of acts.entries()) {
    const amended = { operationId: `operation-${at}`, faults };
    world.amend(amended);
    const before = [world.verdict, world.lastHibernation];
    const { status, log } = await runToEnd(pipeline, {
      ports: world.ports,
      loadFacts: (reads) => world.loadFacts(reads),
      snapshot: () => world.snapshot(),
    });
    const { vm: lived, partition, images } = world.snapshot();
    live.push({
      status: status.kind,
      tookMs: (log.at(-1)?.atMs ?? 0) - (log[0]?.atMs ?? 0),
      lived,
      partition,
      images,
      verdict: [world.verdict, world.lastHibernation].find(
        (verdict) => verdict !== undefined && !before.includes(verdict),
      ),
    });

    const walk = walkPipeline(pipeline, { ...facts, ...amended }, 0);
    facts = { ...walk.facts, hosts: [HOST] };
    walked.push({
      status: walk.kind === 'succeeded' ? 'succeeded' : 'failed',
      tookMs: walk.tookMs,
      lived: facts.vm,
      partition: facts.partition ?? null,
      images: facts.disks.map(({ id, image }) => [id, image ?? null]),
      verdict: walk.verdict,
    });
  }
  return { live, walked };
}

const NIGHTS: readonly Act[] = [
  [createVmPipeline],
  [hibernateVmPipeline],
  [startVmPipeline],
  [hibernateVmPipeline],
  [startVmPipeline],
];

describe('a walk and the live pipelines', () => {
  it.each(Object.values(BUILT_IN_POLICIES).map((policy): [string, GuidPolicy] => [policy.name, policy]))(
    'agree on two nights under %s',
    async (_name, policy) => {
      const { live, walked } = await bothWays(aVm().withNics(2).underPolicy(policy), NIGHTS);
      expect(walked).toEqual(live);
    },
  );

  const guests: readonly (readonly [string, VmBuilder])[] = [
    ['of era B', aVm().withGuest({ kernelVersion: '6.15' })],
    ['without a udev rule', aVm().withGuest({ hasUdevHibernateRule: false })],
    ['whose systemd refuses', aVm().withGuest({ swapMib: 1_024, anonymousMib: 1_020 })],
    ['with too little swap', aVm().withGuest({ swapMib: 600, anonymousMib: 10 })],
    ['with a UIO device', aVm().withGuest({ uioSlots: ['nic 0'] })],
    ['without resume=', aVm().withGuest({ hasResumeParameter: false })],
    ['on arm64', aVm().withGuest({ architecture: 'arm64' })],
    ['with open sockets', aVm().withGuest({ openHvSockets: 2 })],
    [
      'on a temporary disk',
      aVm().withSize({ hasTemporaryDisk: true }).withGuest({ mountsTemporaryDisk: true }),
    ],
    ['with a GPU', aVm().withSize({ ddaDevices: 1 }).underPolicy(BUILT_IN_POLICIES['local-hyperv'])],
  ];
  it.each(guests)('agree on a guest %s', async (_name, vm) => {
    const { live, walked } = await bothWays(vm, NIGHTS.slice(0, 3));
    expect(walked.slice(0, 2)).toEqual(live.slice(0, 2));
    const isAsleep = JSON.stringify(live[1]).includes('"kind":"hibernated"');
    expect(isAsleep ? walked[2] : undefined).toEqual(isAsleep ? live[2] : undefined);
  });

  const atHibernation: readonly Fault[] = [
    { kind: 'disk-io-outstanding', slot: 'scsi 0' },
    { kind: 'nic-rings-not-draining', slot: 'nic 0' },
    { kind: 'process-not-freezable' },
    { kind: 'memory-short-at-copy' },
    { kind: 'image-write-error' },
    { kind: 'wakeup-at-poweroff' },
    { kind: 'poweroff-phase-error' },
    { kind: 'unload-unanswered' },
    { kind: 'unload-latency-ms', value: 700 },
    { kind: 'missing-at-thaw', slot: 'nic 0' },
  ];
  it.each(atHibernation)('agree on a hibernation with $kind', async (fault) => {
    const { live, walked } = await bothWays(aVm(), [[createVmPipeline], [hibernateVmPipeline, fault]]);
    expect(walked).toEqual(live);
  });

  const atResume: readonly Fault[] = [
    { kind: 'image-read-error' },
    { kind: 'noresume' },
    { kind: 'device-missing', slot: 'scsi 0' },
    { kind: 'device-guid-changed', slot: 'nic 0' },
    { kind: 'device-offered-late', slot: 'nic 0' },
    { kind: 'vsp-silent', slot: 'scsi 1' },
    { kind: 'vsp-silent', slot: 'nic 0' },
    { kind: 'disk-io-outstanding', slot: 'scsi 0' },
    { kind: 'nic-rings-not-draining', slot: 'nic 0' },
    { kind: 'unknown-relid-unanswered' },
    { kind: 'vmbus-versions', value: '3.0' },
    { kind: 'disk-content-changed', slot: 'os disk' },
    { kind: 'vcpus', value: 1 },
  ];
  it.each(atResume)('agree on a resume with $kind, and on the night after', async (fault) => {
    const acts: readonly Act[] = [
      [createVmPipeline],
      [hibernateVmPipeline],
      [startVmPipeline, fault],
      [hibernateVmPipeline],
    ];
    const { live, walked } = await bothWays(aVm().withNics(2), acts);
    expect(walked).toEqual(live);
  });

  it('AZURE-21 agree on a guest that has only just booted', async () => {
    const vm = aVm().withGuest({ readyAfterMs: A_WEEK_MS });
    const { live, walked } = await bothWays(vm, [[createVmPipeline], [hibernateVmPipeline]]);
    expect(walked).toEqual(live);
  });
});
