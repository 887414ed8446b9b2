import type { HostGeneration } from './host.js';

/** Where an image was made: what its kernel found at boot and goes on believing (CONSIDER-7). */
export interface ImageOrigin {
  readonly processorVendor: 'Intel' | 'AMD';
  readonly processorModel: string;
  readonly processorRank: number;
  readonly hypervLevel: number;
}

/** What a host would be lacking, in the order in which it is looked at. */
export type ImageMismatch = 'processor-vendor' | 'processor-rank' | 'hyperv-level';

/**
 * Why an image must not continue on a generation; `undefined` when it may. It may where everything that its kernel
 * found at boot is there: same vendor, a processor rank at least as high (ASSUME-5) and a Hyper-V at least as new
 * (CONSIDER-6, CONSIDER-7, R80).
 */
export function imageMismatch(origin: ImageOrigin, generation: HostGeneration): ImageMismatch | undefined {
  if (generation.processorVendor !== origin.processorVendor) return 'processor-vendor';
  if (generation.processorRank < origin.processorRank) return 'processor-rank';
  if (generation.hypervLevel < origin.hypervLevel) return 'hyperv-level';
  return undefined;
}

/** Whether an image may continue on a host of this generation (CONSIDER-6, CONSIDER-7). */
export function canRunImage(origin: ImageOrigin, generation: HostGeneration): boolean {
  return imageMismatch(origin, generation) === undefined;
}

/** The origin of an image whose kernel boots on such a host. */
export function imageOriginOn(generation: HostGeneration): ImageOrigin {
  const { processorVendor, processorModel, processorRank, hypervLevel } = generation;
  return { processorVendor, processorModel, processorRank, hypervLevel };
}
