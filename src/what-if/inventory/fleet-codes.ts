import { guestProfileNamed, type GuestProfile } from '#libs/linux-guest';
import type { ListedFleet, VmMake } from '#libs/what-if';
import type { DiskCatalogue } from '../../catalogue/disk-catalogue.js';
import { ValueCodes, type Reading } from './value-codes.js';

/** How the cells of an inventory are read for a fleet. */
export interface FleetCodes {
  readonly region: ValueCodes<string>;
  readonly tenant: ValueCodes<string>;
  /** Index of the group. */
  readonly group: ValueCodes<number>;
  readonly size: ValueCodes<VmMake>;
  readonly image: ValueCodes<GuestProfile>;
  readonly nics: ValueCodes<number>;
  readonly acceleratedNics: ValueCodes<number>;
  readonly dataDisks: ValueCodes<number>;
  readonly osDiskGib: ValueCodes<number>;
  readonly osDiskSku: ValueCodes<string>;
  readonly hibernationEnabled: ValueCodes<boolean>;
  readonly pinned: ValueCodes<boolean>;
}

const MOST_NICS = 64;
const MOST_DATA_DISKS = 256;
const MOST_DISK_GIB = 65_536;

export function fleetCodes(
  spec: Pick<ListedFleet, 'makes' | 'images'>,
  groups: readonly string[],
  disks: DiskCatalogue,
): FleetCodes {
  const makes = new Map(Object.entries(spec.makes).map(([name, make]) => [name.toLowerCase(), make]));
  const images = new Map(Object.entries(spec.images ?? {}));
  return {
    region: texts(),
    tenant: texts(),
    group: new ValueCodes((text) => found(groupIndex(groups, text), 'is not a group of the schedule')),
    size: new ValueCodes((text) => found(makes.get(text.toLowerCase()), 'is not a size of the experiment')),
    image: new ValueCodes((text) =>
      found(images.get(text) ?? guestProfileNamed(text), 'is not an image of the experiment'),
    ),
    nics: wholeNumbers(1, MOST_NICS),
    acceleratedNics: wholeNumbers(0, MOST_NICS),
    dataDisks: wholeNumbers(0, MOST_DATA_DISKS),
    osDiskGib: wholeNumbers(1, MOST_DISK_GIB),
    osDiskSku: new ValueCodes((text) =>
      found(disks.diskTier(text, 1)?.sku, 'is not a disk SKU with tiers that the catalogue has'),
    ),
    hibernationEnabled: flags(),
    pinned: flags(),
  };
}

/** Codes of texts that are taken as they are: to see what a file has. */
export function texts(): ValueCodes<string> {
  return new ValueCodes((text) => ({ value: text }));
}

function groupIndex(groups: readonly string[], name: string): number | undefined {
  const index = groups.indexOf(name);
  return index < 0 ? undefined : index;
}

function found<Value>(value: Value | undefined, reason: string): Reading<Value> {
  return value === undefined ? { reason } : { value };
}

function wholeNumbers(least: number, most: number): ValueCodes<number> {
  return new ValueCodes((text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    return value >= least && value <= most
      ? { value }
      : { reason: `is not a whole number from ${least} to ${most}` };
  });
}

/** Programs that write CSV do not agree on capitals. */
function flags(): ValueCodes<boolean> {
  return new ValueCodes((text) => {
    const lower = text.toLowerCase();
    return lower === 'true' || lower === 'false'
      ? { value: lower === 'true' }
      : { reason: 'is not true or false' };
  });
}
