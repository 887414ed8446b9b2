import type { VmMake } from '#libs/what-if';
import { parseSizeName } from '../../catalogue/size-name.js';

/**
 * How remote disks of a size were measured to scatter. B sizes are burstable, as the measured B8ms; all others count
 * as steady, like the measured D8s_v5.
 */
export function diskNoiseOf(sizeName: string): VmMake['diskNoise'] {
  return parseSizeName(sizeName)?.family === 'B' ? 'burstable' : 'steady';
}
