import { isDeepStrictEqual } from 'node:util';
import type { DataSource } from 'typeorm';
import type { Resources } from '#libs/hosts';
import type { HibernationImage } from '#libs/linux-guest';
import { transition, type VmEvent, type VmState } from '#libs/vm-lifecycle';
import {
  changePartition,
  type DiskFacts,
  type ExtensionRun,
  type Partition,
  type PartitionChange,
  type VmFacts,
  type VmPorts,
} from '#libs/vm-operations';
import { drawDynamicAddresses } from '../persistence/public-address.repository.js';
import { row, touched } from '../persistence/sql.js';
import { deleteMarkedParts } from '../persistence/deleted-parts.repository.js';
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
    adoptSize: async () => {
      const { resizeTo, ...rest } = this.facts;
      if (resizeTo === undefined) return;
      await this.updateVm(`size = $2::jsonb #>> '{}', resize_to = null`, resizeTo.name);
      this.facts = { ...rest, size: resizeTo };
    },
    abandonResize: async () => {
      const { resizeTo, ...rest } = this.facts;
      if (resizeTo === undefined) return;
      await this.updateVm(`resize_to = $2::jsonb #>> '{}'`, null);
      this.facts = rest;
    },
    configureGuest: async (profile) => {
      await this.updateVm('profile = $2', profile);
      this.facts = { ...this.facts, profile };
      await this.changePartition({ kind: 'guest-configured', profile });
    },
    recordExtension: (id, run) => this.recordExtension(id, run),
  };

  readonly capacity: VmPorts['capacity'] = {
    reserve: (hostId, demand) => this.reserve(hostId, demand),
    release: async () => {
      await this.database.query(RELEASE, [this.vmId]);
    },
    reserveMove: (hostId, demand) => this.reserveMove(hostId, demand),
    releaseMove: async () => {
      await this.database.query(RELEASE_MOVE, [this.vmId]);
    },
    settleMove: async () => {
      await this.database.query(SETTLE_MOVE, [this.vmId]);
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

  readonly parts: VmPorts['parts'] = {
    deleteMarked: () => this.database.transaction((sql) => deleteMarkedParts(sql, this.vmId)),
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
      // Before its parts, as whoever changes a part locks them.
      await sql.query('select 1 from virtual_machine where id = $1 for update', [this.vmId]);
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
    if (reserved !== 1) {
      const held = await row(
        this.database,
        'select 1 from host_allocation where vm_id = $1 and host_id = $2',
        [this.vmId, hostId],
      );
      if (held === undefined) return 'no-room';
    }
    // They go again with the place on the host (AZURE-40).
    await drawDynamicAddresses(this.database, this.vmId);
    return 'reserved';
  }

  private async reserveMove(hostId: string, { vcpus, memoryMib, vfSlots }: Resources) {
    const demand = [this.vmId, hostId, vcpus, memoryMib, vfSlots];
    if ((await touched(this.database, RESERVE_MOVE, demand)) === 1) return 'reserved';
    const held = await row(
      this.database,
      'select 1 from host_reservation where vm_id = $1 and host_id = $2',
      [this.vmId, hostId],
    );
    return held === undefined ? 'no-room' : 'reserved';
  }

  private async recordExtension(id: string, run: ExtensionRun): Promise<void> {
    const provisioningState = run.kind === 'succeeded' ? 'Succeeded' : 'Failed';
    await this.database.query(
      `update vm_extension set provisioning_state = $2, message = $3, changed_at = now() where id = $1 and vm_id = $4`,
      [id, provisioningState, run.kind === 'failed' ? run.message : null, this.vmId],
    );
    const extensions = this.facts.extensions.map((extension) =>
      extension.id === id ? ({ ...extension, provisioningState } as const) : extension,
    );
    this.facts = { ...this.facts, extensions };
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

/** Room for a move, beside what the VM holds: on its own host only what it needs more there (TORPOR-1). */
const RESERVE_MOVE = `
  with more as (
    select greatest($3::integer - coalesce(held.vcpus, 0), 0) as vcpus,
           greatest($4::bigint - coalesce(held.memory_mib, 0), 0) as memory_mib,
           greatest($5::integer - coalesce(held.vf_slots, 0), 0) as vf_slots
      from (select 1) as one left join host_allocation held on held.vm_id = $1 and held.host_id = $2),
  room as (
    update host set used_vcpus = used_vcpus + more.vcpus, used_memory_mib = used_memory_mib + more.memory_mib,
                    used_vf_slots = used_vf_slots + more.vf_slots
      from more
     where host.id = $2 and state = 'available' and used_vcpus + more.vcpus <= host.vcpus
       and used_memory_mib + more.memory_mib <= host.memory_mib
       and used_vf_slots + more.vf_slots <= host.vf_slots
       and not exists (select 1 from host_reservation where vm_id = $1)
    returning host.id)
  insert into host_reservation (vm_id, host_id, vcpus, memory_mib, vf_slots)
  select $1::uuid, id, $3::integer, $4::bigint, $5::integer from room returning 1`;

/** What one row asks for beyond what the other row holds on the same host. */
const beyond = (asked: string, held: string, quantity: string) =>
  `greatest(${asked}.${quantity} - case when ${held}.host_id = ${asked}.host_id then ${held}.${quantity} else 0 end, 0)`;

const takeBack = (asked: string, held: string) =>
  `update host set used_vcpus = used_vcpus - ${beyond(asked, held, 'vcpus')},
                   used_memory_mib = used_memory_mib - ${beyond(asked, held, 'memory_mib')},
                   used_vf_slots = used_vf_slots - ${beyond(asked, held, 'vf_slots')}`;

const RELEASE_MOVE = `
  with gone as (delete from host_reservation where vm_id = $1 returning *),
       held as (select * from host_allocation where vm_id = $1)
  ${takeBack('gone', 'held')} from gone, held where host.id = gone.host_id`;

const SETTLE_MOVE = `
  with gone as (delete from host_reservation where vm_id = $1 returning *),
       held as (select * from host_allocation where vm_id = $1),
       freed as (${takeBack('held', 'gone')} from gone, held where host.id = held.host_id)
  update host_allocation set host_id = gone.host_id, vcpus = gone.vcpus, memory_mib = gone.memory_mib,
                             vf_slots = gone.vf_slots
    from gone where host_allocation.vm_id = gone.vm_id`;
