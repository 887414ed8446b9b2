import type { RuleId } from '#libs/kernel-rules';

/** Whether VMs of a size can hibernate, and which rule says so (AZURE-5 to AZURE-7). */
export type HibernationSupport =
  | { readonly kind: 'supported'; readonly rule: RuleId }
  | { readonly kind: 'refused'; readonly rule: RuleId; readonly reason: string };

/** A VM size. Optional members are absent where the data does not tell. */
export interface VmSize {
  /** As Azure spells it: `Standard_D2s_v5`. */
  readonly name: string;
  /** Quota family: `standardDSv5Family`. */
  readonly family: string;
  readonly vcpus: number;
  readonly memoryMib: number;
  readonly maxNics: number;
  readonly maxDataDisks: number;
  readonly architecture: 'x64' | 'Arm64';
  /** Absent: Arm, or whatever there is. */
  readonly processorVendor?: 'Intel' | 'AMD';
  readonly acceleratedNetworking: boolean;
  readonly premiumIo: boolean;
  readonly ephemeralOsDisk: boolean;
  readonly encryptionAtHost: boolean;
  readonly spotEligible: boolean;
  /** `V1`, `V2`: generations of Hyper-V VM. */
  readonly hypervGenerations: readonly string[];
  readonly hibernation: HibernationSupport;
  /** Devices assigned by DDA that come with the size; one stands for however many there are (MOVE-8). */
  readonly ddaDevices: number;
  /** Uncached disk throughput of the whole VM, 10^6 bytes per second. Sizes that can hibernate only. */
  readonly uncachedMbps?: number;
  /** Uncached disk operations per second of the whole VM. Sizes that can hibernate only. */
  readonly uncachedIops?: number;
  /** Size of the temporary disk, 0 for none. Sizes that can hibernate only. */
  readonly tempDiskGib?: number;
  /** What share of which accelerator: `1/6 A10`. Sizes that can hibernate only. */
  readonly accelerator?: string;
  /** Pay-as-you-go price of a Linux VM in the region asked for, US dollars per hour. */
  readonly linuxUsdHour?: number;
  /** Zones of the region asked for. */
  readonly zones: readonly string[];
}
