import type { HibernationSupport } from './vm-size.js';

/** Up to how much memory, in GB, sizes can hibernate (AZURE-5 and AZURE-6). */
const GENERAL_PURPOSE_LIMIT_GB = 64;
const GPU_LIMIT_GB = 112;

/** Series that Azure's documents count among those that can hibernate, without figures in the catalogue's data. */
const SERIES_WITHOUT_FIGURES: ReadonlyMap<string, string> = new Map([
  ['standardnvsv4family', 'NVv4'],
  ['standardnvadsv710v5family', 'NVadsV710v5'],
]);

/** What the verdict depends on. */
export interface SizeForHibernation {
  readonly name: string;
  readonly family: string;
  readonly architecture: 'x64' | 'Arm64';
  readonly memoryGb: number;
}

/** Series of the sizes that can hibernate: by size name, and by the quota family that they belong to. */
export interface HibernationSeries {
  readonly bySize: ReadonlyMap<string, string>;
  readonly byFamily: ReadonlyMap<string, string>;
}

/**
 * Whether a size can hibernate: exactly the listed ones can. For any other the reason names what stands against it:
 * Arm (ENABLE-6), too much memory or a series that is not supported (AZURE-5, AZURE-6).
 */
export function hibernationSupport(size: SizeForHibernation, series: HibernationSeries): HibernationSupport {
  const isGpu = size.name.startsWith('Standard_N');
  const rule = isGpu ? 'AZURE-6' : 'AZURE-5';
  if (series.bySize.has(size.name)) return { kind: 'supported', rule };
  if (size.architecture === 'Arm64') {
    return {
      kind: 'refused',
      rule: 'ENABLE-6',
      reason: `${size.name} is an Arm size, which cannot hibernate`,
    };
  }
  return { kind: 'refused', rule, reason: `${size.name} ${whyNot(size, series, isGpu)}` };
}

function whyNot(size: SizeForHibernation, series: HibernationSeries, isGpu: boolean): string {
  const limitGb = isGpu ? GPU_LIMIT_GB : GENERAL_PURPOSE_LIMIT_GB;
  const unlisted = SERIES_WITHOUT_FIGURES.get(size.family.toLowerCase());
  const own = series.byFamily.get(size.family) ?? unlisted;
  if (own === undefined) return 'does not belong to a series that can hibernate';
  if (size.memoryGb > limitGb) {
    return `has ${size.memoryGb} GB of memory, and series ${own} can hibernate up to ${limitGb} GB`;
  }
  if (unlisted !== undefined)
    return `belongs to series ${own}, of which no size is in the list of supported sizes`;
  return `is not in the list of supported sizes of series ${own}`;
}
