import type { VmSize } from '../catalogue/vm-size.js';

export interface VmSizeDocument {
  readonly name: string;
  readonly numberOfCores: number;
  readonly osDiskSizeInMB: number;
  readonly resourceDiskSizeInMB: number;
  readonly memoryInMB: number;
  readonly maxDataDiskCount: number;
}

/** The largest OS disk there is: the same for every size. Unit: MB. */
const OS_DISK_MB = 1_047_552;
const MB_PER_GIB = 1_024;

/** A size as the older of Azure's two lists of sizes shows it. */
export function vmSizeDocument(size: VmSize): VmSizeDocument {
  return {
    name: size.name,
    numberOfCores: size.vcpus,
    osDiskSizeInMB: OS_DISK_MB,
    resourceDiskSizeInMB: (size.tempDiskGib ?? 0) * MB_PER_GIB,
    memoryInMB: size.memoryMib,
    maxDataDiskCount: size.maxDataDisks,
  };
}
