import type { SizeFacts } from '#libs/vm-operations';
import { BYTES_PER_MB } from './disk-catalogue.js';
import type { VmSize } from './vm-size.js';

/** What the steps of a VM operation decide from. A disk limit that the data does not tell never binds. */
export function sizeFactsOf(size: VmSize): SizeFacts {
  return {
    name: size.name,
    vcpus: size.vcpus,
    memoryMib: size.memoryMib,
    ...(size.processorVendor === undefined ? {} : { processorVendor: size.processorVendor }),
    architecture: size.architecture,
    maxNics: size.maxNics,
    maxDataDisks: size.maxDataDisks,
    acceleratedNetworking: size.acceleratedNetworking,
    diskBytesPerSecond:
      size.uncachedMbps === undefined ? Number.MAX_SAFE_INTEGER : size.uncachedMbps * BYTES_PER_MB,
    supportsHibernation: size.hibernation.kind === 'supported',
    ddaDevices: size.ddaDevices,
    // Newer sizes bring their local disk as an NVMe device, which is no SCSI disk.
    hasTemporaryDisk: (size.tempDiskGib ?? 0) > 0 && size.ddaDevices === 0,
  };
}
