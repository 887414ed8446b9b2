import { isDeepStrictEqual } from 'node:util';
import type { DataSource } from 'typeorm';
import type { Resources } from '#libs/hosts';
import type { HibernationImage } from '#libs/linux-guest';
import { transition, type VmEvent, type VmState } from '#libs/vm-lifecycle';
import {
  changePartition,
  type DiskFacts,
  type Partition,
  type PartitionChange,
  type VmFacts,
  type VmPorts,
} from '#libs/vm-operations';
import { row, touched } from '../persistence/sql.js';
import { listHosts } from '../persistence/vm-facts.repository.js';

/**
 * The emulated world as one operation sees it: its VM, that VM's disks, NICs and Hyper-V VM, kept in memory
 * while the operation is driven and written through to PostgreSQL with every effect. Keeping it in memory is
 * sound because the operation holds the VM (TORPOR-2) and this process holds the operation.
 */
export class OperationWorld implements VmPorts {
  constructor(
    private readonly database: DataSource,
    private facts: VmFacts,
  ) {}

  async loadFacts(reads: readonly string[]): Promise<VmFacts> {
    return reads.includes('hosts') ? { ...this.facts, hosts: await listHosts(this.database) } : this.facts;
  }

  readonly vm: VmPorts['vm'] = {
    move: (event) => this.move(event),
    keepGuids: async (kept) => {
      if (isDeepStrictEqual(kept, this.facts.vm.keptGuids)) return;
      await this.updateVm('kept_guids = $2', kept);
      this.facts = { ...this.facts, vm: { ...this.facts.vm, keptGuids: kept } };
    },
    saveConfiguration: async (saved) => {
      await this.updateVm('saved = $2', saved ?? null);
      const { saved: _before, ...vm } = this.facts.vm;
      this.facts = { ...this.facts, vm: saved === undefined ? vm : { ...vm, saved } };
    },
    recordVerdict: (verdict) =>
      verdict?.circumstances.act === 'hibernation'
        ? this.updateVm('last_hibernation = $2', verdict)
        : this.updateVm('verdict = $2, last_hibernation = null', verdict ?? null),
  };

  readonly capacity: VmPorts['capacity'] = {
    reserve: (hostId, demand) => this.reserve(hostId, demand),
    release: async () => {
      await this.database.query(RELEASE, [this.vmId]);
    },
  };

  readonly hyperv: VmPorts['hyperv'] = {
    create: (partition) => this.createPartition(partition),
    change: (change) => this.changePartition(change),
    destroy: async () => {
      await this.database.query('delete from hyperv_vm where vm_id = $1', [this.vmId]);
      const { partition: _gone, ...rest } = this.facts;
      this.facts = rest;
    },
  };

  readonly disks: VmPorts['disks'] = {
    attach: async (diskIds) => {
      const leased = await touched(
        this.database,
        `update disk set leased_by = $1
          where id = any($2) and vm_id = $1 and (leased_by is null or leased_by = $1) returning 1`,
        [this.vmId, diskIds],
      );
      if (leased !== diskIds.length) {
        throw new Error(`only ${leased} of ${diskIds.length} disks of VM ${this.vmId} could be leased`);
      }
    },
    detach: async () => {
      await this.database.query('update disk set leased_by = null where leased_by = $1', [this.vmId]);
    },
    writeImage: (diskId, image) => this.setImage(diskId, image),
    discardImage: (diskId) => this.setImage(diskId, undefined),
    outdateImage: async (diskId) => {
      const image = this.facts.disks.find(({ id }) => id === diskId)?.image;
      if (image !== undefined) await this.setImage(diskId, { ...image, isStale: true });
    },
  };

  private get vmId(): string {
    return this.facts.vm.id;
  }

  private async move(event: VmEvent): Promise<void> {
    const before = this.facts.vm.state;
    const moved = transition(before, event);
    if (moved.kind === 'refused') {
      throw new Error(`VM ${this.vmId} is ${before.kind}: ${event.kind} refused: ${moved.refusal.detail}`);
    }
    if (moved.state.kind === 'deleted') await this.deleteVm();
    else if (moved.state !== before) await this.updateVm('state = $2', moved.state);
    this.setState(moved.state);
  }

  private setState(state: VmState): void {
    this.facts = { ...this.facts, vm: { ...this.facts.vm, state } };
  }

  private async deleteVm(): Promise<void> {
    await this.database.transaction(async (sql) => {
      await sql.query('update disk set vm_id = null, lun = null where vm_id = $1', [this.vmId]);
      await sql.query('update network_interface set vm_id = null, position = null where vm_id = $1', [
        this.vmId,
      ]);
      await sql.query('delete from virtual_machine where id = $1', [this.vmId]);
    });
  }

  /** Only the operation that holds the VM may write it: anything else is a broken invariant (TORPOR-2). */
  private async updateVm(assignment: string, value: unknown): Promise<void> {
    const changed = await touched(
      this.database,
      `update virtual_machine set ${assignment}, generation = generation + 1
        where id = $1 and claimed_by = $3 returning 1`,
      [this.vmId, value === null ? null : JSON.stringify(value), this.facts.operationId],
    );
    if (changed !== 1) throw new Error(`VM ${this.vmId} is not held by operation ${this.facts.operationId}`);
  }

  private async reserve(hostId: string, { vcpus, memoryMib, vfSlots }: Resources) {
    const reserved = await touched(this.database, RESERVE, [this.vmId, hostId, vcpus, memoryMib, vfSlots]);
    if (reserved === 1) return 'reserved';
    const held = await row(this.database, 'select 1 from host_allocation where vm_id = $1 and host_id = $2', [
      this.vmId,
      hostId,
    ]);
    return held === undefined ? 'no-room' : 'reserved';
  }

  private async createPartition(partition: Partition): Promise<'created' | 'host-down'> {
    const made = await touched(
      this.database,
      `insert into hyperv_vm (vm_id, host_id, document)
       select $1, id, $3 from host where id = $2 and state <> 'down' on conflict (vm_id) do nothing returning 1`,
      [this.vmId, partition.hostId, JSON.stringify(partition)],
    );
    const existing = made === 1 ? { document: partition } : await this.existingPartition(partition.hostId);
    if (existing === undefined) return 'host-down';
    this.facts = { ...this.facts, partition: existing.document };
    return 'created';
  }

  private existingPartition(hostId: string): Promise<{ document: Partition } | undefined> {
    return row(this.database, 'select document from hyperv_vm where vm_id = $1 and host_id = $2', [
      this.vmId,
      hostId,
    ]);
  }

  private async changePartition(change: PartitionChange): Promise<void> {
    const { partition } = this.facts;
    if (partition === undefined) return;
    const changed = changePartition(partition, change);
    await this.database.query('update hyperv_vm set document = $2 where vm_id = $1', [
      this.vmId,
      JSON.stringify(changed),
    ]);
    this.facts = { ...this.facts, partition: changed };
  }

  private async setImage(diskId: string, image: HibernationImage | undefined): Promise<void> {
    await this.database.query('update disk set image = $2 where id = $1 and vm_id = $3', [
      diskId,
      image === undefined ? null : JSON.stringify(image),
      this.vmId,
    ]);
    const disks = this.facts.disks.map((disk) => (disk.id === diskId ? withImage(disk, image) : disk));
    this.facts = { ...this.facts, disks };
  }
}

function withImage({ image: _before, ...disk }: DiskFacts, image: HibernationImage | undefined): DiskFacts {
  return image === undefined ? disk : { ...disk, image };
}

/** Reserves once per VM, and only where there is room: both in one statement, so that no race oversells (TORPOR-1). */
const RESERVE = `
  with room as (
    update host set used_vcpus = used_vcpus + $3, used_memory_mib = used_memory_mib + $4,
                    used_vf_slots = used_vf_slots + $5
     where id = $2 and state = 'available' and used_vcpus + $3 <= vcpus
       and used_memory_mib + $4 <= memory_mib and used_vf_slots + $5 <= vf_slots
       and not exists (select 1 from host_allocation where vm_id = $1)
    returning id)
  insert into host_allocation (vm_id, host_id, vcpus, memory_mib, vf_slots)
  select $1::uuid, id, $3::integer, $4::bigint, $5::integer from room returning 1`;

const RELEASE = `
  with gone as (delete from host_allocation where vm_id = $1 returning host_id, vcpus, memory_mib, vf_slots)
  update host set used_vcpus = used_vcpus - gone.vcpus, used_memory_mib = used_memory_mib - gone.memory_mib,
                  used_vf_slots = used_vf_slots - gone.vf_slots
    from gone where host.id = gone.host_id`;
