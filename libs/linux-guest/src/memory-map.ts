import type { VirtualHardware } from './hardware.js';

/** Devices for which Gen2 firmware keeps the memory map stable under S4. Source: R76, host side; ASSUME-17. */
const STABLE_SCSI_DISKS = 4;
const STABLE_NICS = 2;

/**
 * What the firmware's memory map depends on, as a text: two machines have the same map when their texts are equal
 * (R76). Memory size, firmware, and the number of disks and NICs beyond what the firmware's pools were sized for.
 */
export function memoryMapOf(hardware: VirtualHardware): string {
  const { memoryMib, firmware, scsiDisks } = hardware;
  const pools = hasStandardPools(hardware)
    ? 'standard pools'
    : `${scsiDisks} disks, ${nicsOf(hardware)} NICs`;
  return `${memoryMib} MiB, firmware ${firmware}, ${pools}`;
}

/** Whether firmware's pools have room for the disks and NICs of a machine, so that their number does not matter. */
export function hasStandardPools(hardware: Pick<VirtualHardware, 'scsiDisks' | 'devices'>): boolean {
  return hardware.scsiDisks <= STABLE_SCSI_DISKS && nicsOf(hardware) <= STABLE_NICS;
}

function nicsOf({ devices }: Pick<VirtualHardware, 'devices'>): number {
  return devices.filter(({ kind }) => kind === 'nic').length;
}

/** The last part of a map's text. */
const POOLS = /, (?:standard pools|\d+ disks, \d+ NICs)$/;

/** Whether nothing but the number of disks and NICs tells two maps apart: what that does is inferred (ASSUME-17). */
export function differInPoolsAlone(one: string, other: string): boolean {
  return one !== other && one.replace(POOLS, '') === other.replace(POOLS, '');
}
