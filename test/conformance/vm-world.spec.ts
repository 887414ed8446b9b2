import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Host } from '#libs/hosts';
import { HOST_GENERATIONS } from '#libs/hosts';
import type { HibernationImage } from '#libs/linux-guest';
import { bootGuest } from '#libs/linux-guest';
import {
  aVm,
  hardwareOn,
  InMemoryWorld,
  type Partition,
  type VmFacts,
  type VmPorts,
} from '#libs/vm-operations';
import { OperationWorld } from '../../src/emulated-hyperv/operation-world.js';
import { listHosts, loadStoredVm } from '../../src/persistence/vm-facts.repository.js';
import { StoredCloud } from '../world/stored-cloud.js';

/** One world to try: its ports, facts as they are now, and what each host has sold. */
interface Trial {
  readonly ports: VmPorts;
  readonly hosts: readonly Host[];
  facts(): Promise<VmFacts>;
  soldVcpus(): Promise<readonly number[]>;
}

const DEMAND = { vcpus: 2, memoryMib: 8_192, vfSlots: 0 };

let cloud: StoredCloud;
let vmCount = 0;

beforeAll(async () => {
  cloud = await StoredCloud.open();
  await cloud.addHost('host-a');
  await cloud.addHost('host-b');
  await cloud.addHost('tiny', 'intel-ice-lake', 1);
});
afterAll(() => cloud.close());

/** A VM that an operation holds, not yet placed: the moment at which ports are first used. */
async function storedTrial(): Promise<Trial> {
  await cloud.database.query('update host set used_vcpus = 0, used_memory_mib = 0');
  await cloud.database.query('delete from host_allocation');
  const { operationId, vmId } = await cloud.createVm(`vm-${(vmCount += 1)}`);
  const load = async () => {
    const stored = await loadStoredVm(cloud.database, cloud.sizes, vmId, operationId);
    if (stored === undefined) throw new Error('the VM is gone');
    return stored.facts;
  };
  const world = new OperationWorld(cloud.database, await load());
  return {
    ports: world,
    hosts: await listHosts(cloud.database),
    // Both what the world remembers and what is stored, which must be the same.
    facts: async () => {
      const remembered = await world.loadFacts([]);
      expect(await load()).toEqual(remembered);
      return remembered;
    },
    soldVcpus: async () => (await listHosts(cloud.database)).map(({ used }) => used.vcpus),
  };
}

async function inMemoryTrial(): Promise<Trial> {
  const hosts = (await listHosts(cloud.database)).map((host) => ({
    ...host,
    used: { vcpus: 0, memoryMib: 0, vfSlots: 0 },
  }));
  const { facts } = aVm().with({ operationId: randomUUID() });
  const world = new InMemoryWorld({ facts, hosts });
  return {
    ports: world,
    hosts,
    facts: () => world.loadFacts([]),
    soldVcpus: async () => (await world.loadFacts(['hosts'])).hosts.map(({ used }) => used.vcpus),
  };
}

function partitionFor(facts: VmFacts, hostId: string): Partition {
  return {
    vmId: facts.vm.id,
    hostId,
    configurationVersion: '9.0',
    hardware: hardwareOn(HOST_GENERATIONS['intel-ice-lake'], [], facts),
    vfsOffered: false,
    power: 'off',
  };
}

function imageOf(facts: VmFacts): HibernationImage {
  const { hardware } = partitionFor(facts, 'x');
  const guest = bootGuest(hardware, facts.profile, { bootId: 'boot', vfPresent: false });
  return {
    guest,
    imageBytes: 1,
    memoryMib: 1,
    totalMemoryMib: 1,
    memoryMap: { memoryMib: 1, firmware: '1', pools: 'standard' },
    facsSignature: 0,
    isStale: false,
  };
}

describe.each([
  ['in memory', inMemoryTrial],
  ['stored', storedTrial],
])('the world of an operation, %s', (_where, trial) => {
  it('TORPOR-1 TORPOR-4 reserves once, on one host, and only where there is room', async () => {
    const { ports, hosts, soldVcpus } = await trial();
    const [a, b, tiny] = hosts.map(({ id }) => id);
    if (a === undefined || b === undefined || tiny === undefined) throw new Error('three hosts are needed');
    expect(await ports.capacity.reserve(tiny, DEMAND)).toBe('no-room');
    expect(await ports.capacity.reserve(a, DEMAND)).toBe('reserved');
    expect(await ports.capacity.reserve(a, DEMAND)).toBe('reserved');
    expect(await ports.capacity.reserve(b, DEMAND)).toBe('no-room');
    expect(await soldVcpus()).toEqual([2, 0, 0]);
    await ports.capacity.release();
    await ports.capacity.release();
    expect(await soldVcpus()).toEqual([0, 0, 0]);
  });

  it('TORPOR-1 reserves room for a move beside the place it has, and settles for one of the two', async () => {
    const { ports, hosts, soldVcpus } = await trial();
    const [a, b, tiny] = hosts.map(({ id }) => id);
    if (a === undefined || b === undefined || tiny === undefined) throw new Error('three hosts are needed');
    const larger = { ...DEMAND, vcpus: 4 };
    await ports.capacity.reserve(a, DEMAND);
    expect(await ports.capacity.reserveMove(tiny, DEMAND)).toBe('no-room');
    expect(await ports.capacity.reserveMove(b, larger)).toBe('reserved');
    expect(await ports.capacity.reserveMove(b, larger)).toBe('reserved');
    expect(await ports.capacity.reserveMove(a, larger)).toBe('no-room');
    expect(await soldVcpus()).toEqual([2, 4, 0]);
    await ports.capacity.releaseMove();
    await ports.capacity.releaseMove();
    await ports.capacity.settleMove();
    expect(await soldVcpus()).toEqual([2, 0, 0]);
    await ports.capacity.reserveMove(b, larger);
    await ports.capacity.settleMove();
    await ports.capacity.settleMove();
    expect(await soldVcpus()).toEqual([0, 4, 0]);
    await ports.capacity.reserveMove(b, DEMAND);
    expect(await soldVcpus()).toEqual([0, 4, 0]);
    await ports.capacity.settleMove();
    expect(await soldVcpus()).toEqual([0, 2, 0]);
    await ports.capacity.reserveMove(b, { ...larger, memoryMib: 1_024 });
    expect(await soldVcpus()).toEqual([0, 4, 0]);
    await ports.capacity.settleMove();
    await ports.capacity.release();
    expect(await soldVcpus()).toEqual([0, 0, 0]);
  });

  it('TORPOR-4 has one Hyper-V VM, made and destroyed as often as asked', async () => {
    const { ports, hosts, facts } = await trial();
    const partition = partitionFor(await facts(), hosts[0]?.id ?? '');
    expect(await ports.hyperv.create(partition)).toBe('created');
    expect(await ports.hyperv.create(partition)).toBe('created');
    expect((await facts()).partition).toEqual(partition);
    await ports.hyperv.change({ kind: 'vfs-offered' });
    await ports.hyperv.change({ kind: 'vfs-offered' });
    expect((await facts()).partition).toEqual({ ...partition, vfsOffered: true });
    await ports.hyperv.destroy();
    await ports.hyperv.destroy();
    await ports.hyperv.change({ kind: 'vfs-hidden' });
    expect((await facts()).partition).toBeUndefined();
  });

  it('TORPOR-2 moves the VM that it holds, and throws for a move that cannot be', async () => {
    const { ports, facts } = await trial();
    const { operationId } = await facts();
    const began = { kind: 'change-began', change: 'creating', operationId } as const;
    await ports.vm.move(began);
    await ports.vm.move(began);
    expect((await facts()).vm.state).toMatchObject({ kind: 'creating', operationId });
    await expect(
      ports.vm.move({
        kind: 'change-completed',
        operationId,
        state: { kind: 'hibernated', imageDiskId: 'x' },
      }),
    ).rejects.toThrow(/hibernated/);
    await ports.vm.move({ kind: 'change-abandoned', operationId });
    await ports.vm.move({ kind: 'change-abandoned', operationId });
    expect((await facts()).vm.state).toEqual({ kind: 'deallocated' });
  });

  it('keeps GUIDs, a saved configuration, and the image on its disk', async () => {
    const { ports, facts } = await trial();
    const before = await facts();
    const osDisk = before.disks.find(({ role }) => role === 'os')?.id ?? '';
    const saved = {
      hostId: 'h',
      configurationVersion: '9.0',
      removedVfs: [],
      origin: { processorVendor: 'Intel', processorModel: 'x', processorRank: 1, hypervLevel: 1 },
    } as const;
    await ports.vm.keepGuids({});
    await ports.vm.saveConfiguration(saved);
    await ports.disks.attach(before.disks.map(({ id }) => id));
    await ports.disks.writeImage(osDisk, imageOf(before));
    const after = await facts();
    expect(after.vm.saved).toEqual(saved);
    expect(after.disks.map(({ image }) => image?.imageBytes)).toEqual([1, undefined]);
    await ports.disks.discardImage(osDisk);
    await ports.vm.saveConfiguration(undefined);
    await ports.disks.detach();
    expect(await facts()).toEqual(before);
  });
});
