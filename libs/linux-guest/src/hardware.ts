import type { VirtualDevice } from '#libs/vmbus';

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
}
