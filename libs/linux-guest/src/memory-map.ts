import type { VirtualHardware } from './hardware.js';

/** Devices for which Gen2 firmware keeps the memory map stable under S4. Source: R76, host side; ASSUME-17. */
const STABLE_SCSI_DISKS = 4;
const STABLE_NICS = 2;

/** What the firmware's memory map depends on: two machines have the same map when these are equal (R76). */
export interface MemoryMap {
  readonly memoryMib: number;
  readonly firmware: string;
  /** `standard`, or the disks and NICs beyond what the firmware's pools were sized for. */
  readonly pools: string;
}

type MappedHardware = Pick<VirtualHardware, 'memoryMib' | 'firmware' | 'scsiDisks' | 'devices'>;

export function memoryMapOf(hardware: MappedHardware): MemoryMap {
  const { memoryMib, firmware, scsiDisks } = hardware;
  const pools = hasStandardPools(hardware) ? 'standard' : `${scsiDisks} disks, ${nicsOf(hardware)} NICs`;
  return { memoryMib, firmware, pools };
}

export function isSameMemoryMap(one: MemoryMap, other: MemoryMap): boolean {
  return isSameButForPools(one, other) && one.pools === other.pools;
}

/** Whether nothing but the number of disks and NICs tells two maps apart: what that does is inferred (ASSUME-17). */
export function differInPoolsAlone(one: MemoryMap, other: MemoryMap): boolean {
  return isSameButForPools(one, other) && one.pools !== other.pools;
}

/** Whether firmware's pools have room for the disks and NICs of a machine, so that their number does not matter. */
export function hasStandardPools(hardware: Pick<VirtualHardware, 'scsiDisks' | 'devices'>): boolean {
  return hardware.scsiDisks <= STABLE_SCSI_DISKS && nicsOf(hardware) <= STABLE_NICS;
}

function isSameButForPools(one: MemoryMap, other: MemoryMap): boolean {
  return one.memoryMib === other.memoryMib && one.firmware === other.firmware;
}

function nicsOf({ devices }: Pick<VirtualHardware, 'devices'>): number {
  return devices.filter(({ kind }) => kind === 'nic').length;
}
