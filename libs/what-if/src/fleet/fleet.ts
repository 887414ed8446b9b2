import type { VmMake } from '../scenario.js';

/** VMs of one region as the engine takes them: few kinds, and columns of numbers. */
export interface Fleet {
  readonly vms: number;
  /** Number of the first VM in the whole fleet; draws use `firstVm + index`. */
  readonly firstVm: number;
  readonly kinds: readonly VmKind[];
  /** Index into `kinds`, per VM. */
  readonly kindOf: Uint16Array | Uint32Array;
  /** Tenant per VM; absent: drawn. */
  readonly tenantOf?: Uint32Array;
  /** When a VM first starts, in place of the first entry of its group's calendar; `NEVER`: by its calendar. */
  readonly arrivesMs?: Uint32Array;
  /** When a VM is deleted; `NEVER` for not at all. */
  readonly leavesMs?: Uint32Array;
  /** Name of the VM with this index. */
  nameOf(index: number): string;
}

/** In `leavesMs`: the VM stays. In `arrivesMs`: no time of its own. */
export const NEVER = 0xffffffff;

/** What VMs have in common that are drawn or listed alike. */
export interface VmKind {
  /** Index of the group in the schedule. */
  readonly group: number;
  readonly isPinned: boolean;
  readonly vcpus: number;
  readonly memoryMib: number;
  readonly vfSlots: number;
  /** Absent where only quantities are known (`SizeMix` by vCPU). Its profile is set where the scenario has guests. */
  readonly make?: VmMake;
}
