import type { VirtualDevice } from '#libs/vmbus';
import type { Fault } from './faults/fault.js';

/** The virtual machine that Hyper-V presents to the guest: one value per created Hyper-V VM. */
export interface VirtualHardware {
  readonly vcpus: number;
  readonly memoryMib: number;
  /** ENABLE-3: the virtual ACPI S4 state is offered. */
  readonly s4Enabled: boolean;
  readonly devices: readonly VirtualDevice[];
  readonly processorVendor: 'Intel' | 'AMD';
  readonly processorModel: string;
  readonly processorRank: number;
  readonly hypervLevel: number;
  readonly vmbusVersions: readonly string[];
  /** First relid the host gives out on a connection; differs from VM to VM (DEVICES-7, R8). */
  readonly firstRelid: number;
  /** Sustained disk throughput for the image, bytes per second: min(disk cap, VM cap). */
  readonly imageBytesPerSecond: number;
  /** R76: part of what the memory map depends on. */
  readonly firmware: string;
  /** R77: zero on Gen2, where nothing is then compared. */
  readonly facsSignature: number;
  /** Disks behind the SCSI controllers when firmware runs, the temporary disk included. */
  readonly scsiDisks: number;
  /** R57: local to the host, blank on every new one. */
  readonly hasTemporaryDisk: boolean;
  /** What is staged to go wrong; none on an ordinary day. */
  readonly faults: readonly Fault[];
}
