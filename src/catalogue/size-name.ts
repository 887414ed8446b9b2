/** The parts of a size name: `Standard_E4-2ads_v5` is family `E`, features `ads`, version 5. */
export interface SizeNameParts {
  /** Capital letters: `D`, `NV`, `HB`. */
  readonly family: string;
  /** Small letters after the vCPU count: `a` AMD, `p` Arm, `d` local temporary disk, `s` premium storage, and so on. */
  readonly features: string;
  /** 1 where the name has none. */
  readonly version: number;
}

/** Azure's naming convention of VM sizes; `undefined` for a name that does not follow it. */
export function parseSizeName(name: string): SizeNameParts | undefined {
  const match = /^Standard_([A-Z]+)\d+(?:-\d+)?([a-z]*)(?=_|$)(?:.*_v(\d+))?/.exec(name);
  if (match === null) return undefined;
  return { family: match[1]!, features: match[2]!, version: Number(match[3] ?? 1) };
}

/** Families on AMD processors whose names do not say so. Source: the documentation of the size series. */
function isAmdBySeries({ family, features, version }: SizeNameParts): boolean {
  return family === 'HB' || family === 'HX' || (family === 'L' && features === 's' && version === 2);
}

/**
 * Whose processors a size stands for. `undefined` for Arm, and for the A family, which runs on whatever there is.
 */
export function processorVendorOf(
  parts: SizeNameParts,
  architecture: 'x64' | 'Arm64',
): 'Intel' | 'AMD' | undefined {
  if (architecture === 'Arm64' || parts.family === 'A') return undefined;
  return parts.features.includes('a') || isAmdBySeries(parts) ? 'AMD' : 'Intel';
}

/**
 * Devices assigned by DDA that come with a size: accelerators of the N families, local NVMe disks of the L family
 * from its second version and of newer sizes with a temporary disk. Sources do not count them; one stands for all.
 */
export function ddaDevicesOf({ family, features, version }: SizeNameParts): number {
  if (family.startsWith('N')) return 1;
  if (family === 'L') return version >= 2 ? 1 : 0;
  return version >= 6 && features.includes('d') ? 1 : 0;
}
