import type { GuestProfile } from '#libs/linux-guest';
import type { VmMake } from '#libs/what-if';
import { BYTES_PER_MB, type DiskCatalogue } from '../../catalogue/disk-catalogue.js';
import type { CodedColumn } from './inventory-schema.js';

/** What a row says of its VM beyond its size. Members that it leaves out are as the size's make has them. */
export interface Variation {
  readonly image?: GuestProfile | undefined;
  readonly nics?: number | undefined;
  readonly acceleratedNics?: number | undefined;
  readonly dataDisks?: number | undefined;
  readonly osDiskGib?: number | undefined;
  readonly osDiskSku?: string | undefined;
  readonly hibernationEnabled?: boolean | undefined;
}

/** Cells that do not go together. */
export interface Conflict {
  readonly column: CodedColumn;
  readonly reason: string;
}

export type Varied =
  | { readonly kind: 'make'; readonly make: VmMake }
  | { readonly kind: 'conflict'; readonly conflict: Conflict };

/** The make of a VM of this size with these devices, or why there is none. Sizes limit devices (AZURE-43). */
export function variedMake(base: VmMake, variation: Variation, disks: DiskCatalogue): Varied {
  if (Object.values(variation).every((value) => value === undefined)) return { kind: 'make', make: base };
  const conflict = deviceConflict(base, variation);
  if (conflict !== undefined) return { kind: 'conflict', conflict };
  const osDisk = osDiskOf(base, variation, disks);
  if (osDisk === undefined) {
    const gib = variation.osDiskGib ?? base.osDisk.sizeGib;
    const reason = `has no tier for an OS disk of ${gib} GiB`;
    return { kind: 'conflict', conflict: { column: 'osDiskSku', reason } };
  }
  const { image, dataDisks = base.dataDisks, hibernationEnabled = base.hibernationEnabled } = variation;
  const make: VmMake = {
    ...base,
    nics: nicsOf(base, variation),
    osDisk,
    dataDisks,
    hibernationEnabled,
    ...(image === undefined ? {} : { profile: image }),
  };
  return { kind: 'make', make: { ...make, name: nameOf(make, variation) } };
}

function deviceConflict({ size, nics: given }: VmMake, variation: Variation): Conflict | undefined {
  const { nics = given.length, acceleratedNics, dataDisks } = variation;
  if (nics > size.maxNics)
    return { column: 'nics', reason: `are more than the ${size.maxNics} of ${size.name}` };
  if (acceleratedNics !== undefined && acceleratedNics > nics) {
    return { column: 'acceleratedNics', reason: `are more than the VM's NICs, ${nics}` };
  }
  if (acceleratedNics !== undefined && acceleratedNics > 0 && !size.acceleratedNetworking) {
    return { column: 'acceleratedNics', reason: `cannot be: ${size.name} has no accelerated networking` };
  }
  if (dataDisks !== undefined && dataDisks > size.maxDataDisks) {
    return { column: 'dataDisks', reason: `are more than the ${size.maxDataDisks} of ${size.name}` };
  }
  return undefined;
}

/** Where a row counts NICs but not accelerated ones, all are if the make has any. */
function nicsOf({ nics: given, size }: VmMake, { nics, acceleratedNics }: Variation): VmMake['nics'] {
  if (nics === undefined && acceleratedNics === undefined) return given;
  const count = nics ?? given.length;
  const isAnyAccelerated = size.acceleratedNetworking && given.some(({ isAccelerated }) => isAccelerated);
  const accelerated = acceleratedNics ?? (isAnyAccelerated ? count : 0);
  return Array.from({ length: count }, (_, index) => ({ isAccelerated: index < accelerated }));
}

function osDiskOf(
  { osDisk }: VmMake,
  { osDiskGib, osDiskSku }: Variation,
  disks: DiskCatalogue,
): VmMake['osDisk'] | undefined {
  const sizeGib = osDiskGib ?? osDisk.sizeGib;
  if (osDiskSku === undefined) return { ...osDisk, sizeGib };
  const tier = disks.diskTier(osDiskSku, sizeGib);
  return tier === undefined ? undefined : { ...osDisk, sizeGib, bytesPerSecond: tier.mbps * BYTES_PER_MB };
}

function nameOf(make: VmMake, variation: Variation): string {
  const { nics, acceleratedNics, dataDisks, osDiskGib, osDiskSku, hibernationEnabled } = variation;
  const accelerated = make.nics.filter(({ isAccelerated }) => isAccelerated).length;
  return [
    make.size.name,
    make.profile?.name,
    nics === undefined && acceleratedNics === undefined
      ? undefined
      : `${make.nics.length} NICs (${accelerated} accelerated)`,
    dataDisks === undefined ? undefined : `${dataDisks} data disks`,
    osDiskGib === undefined && osDiskSku === undefined
      ? undefined
      : [`OS disk ${make.osDisk.sizeGib} GiB`, osDiskSku].filter((part) => part !== undefined).join(' '),
    hibernationEnabled === false ? 'hibernation off' : undefined,
  ]
    .filter((part) => part !== undefined)
    .join(', ');
}
