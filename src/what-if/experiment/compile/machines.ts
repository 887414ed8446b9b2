import type { GuestProfile } from '#libs/linux-guest';
import type { Mix, SizeMix, VmMake } from '#libs/what-if';
import { BYTES_PER_MB } from '../../../catalogue/disk-catalogue.js';
import type { Catalogue } from '../../../catalogue/load-catalogue.js';
import { sizeFactsOf } from '../../../catalogue/size-facts.js';
import type { VmSize } from '../../../catalogue/vm-size.js';
import { diskNoiseOf } from '../../prices/disk-noise-of.js';
import { linuxUsdPerHour } from '../../prices/linux-price.js';
import { canonicalJson } from '../canonical-json.js';
import type { TreePath } from '../document/tree.js';
import type { MachineDocument, MachinesDocument } from '../schema/machine-schema.js';
import type { Compiling } from './compiling.js';
import { joinMixes, MixTooFine } from './join-mixes.js';

const MAX_MAKES = 5_000;
const MIB_PER_GIB = 1_024;
/** Beside an image of all memory, for the system. */
const OS_GIB = 30;
const DISK_SKU = 'Premium_LRS';
/** SKUs of Azure without tiers: their limits are bought one by one, and never bind here. */
const SKUS_WITHOUT_TIERS = ['PremiumV2_LRS', 'UltraSSD_LRS'];

/** What makes are made with: profiles by name, and whose prices count. */
export interface MakeSources {
  readonly profiles: ReadonlyMap<string, GuestProfile>;
  readonly hasGuests: boolean;
  readonly priceRegion: string | undefined;
}

/** The makes of a fleet with their shares; equal ones are one. `undefined` after faults. */
export function compileMachines(
  document: MachinesDocument,
  sources: MakeSources,
  path: TreePath,
  compiling: Compiling,
): SizeMix | undefined {
  if (document.kind === 'by-vcpu') {
    if (sources.hasGuests) {
      return compiling.faults.add(path, 'must name sizes: nothing is known of guests on VMs by quantities');
    }
    return document;
  }
  const isList = document.machines.length > 1;
  const parts = document.machines.map((machine, index) => ({
    weight: machine.weight,
    mix: makesOf(machine, sources, isList ? [...path, index] : path, compiling),
  }));
  if (parts.some(({ mix }) => mix.length === 0)) return undefined;
  const joined = joinMixes(parts, (make) => canonicalJson({ ...make, name: '' }));
  if (joined instanceof MixTooFine) {
    return compiling.faults.add(path, 'has shares that together are too fine: write smaller numbers');
  }
  if (joined.length > MAX_MAKES) {
    const message = `stands for ${joined.length} kinds of VM, more than ${MAX_MAKES}`;
    return compiling.faults.add(path, message);
  }
  return { kind: 'sizes', mix: withOwnNames(joined) };
}

/** A machine for rows of a list: of each mix the first value. `undefined` after faults. */
export function compileMachine(
  document: MachineDocument,
  sources: MakeSources,
  path: TreePath,
  compiling: Compiling,
): VmMake | undefined {
  const single = Object.fromEntries(
    Object.entries(document).map(([key, value]) => [key, isMix(value) ? value.slice(0, 1) : value]),
  ) as MachineDocument;
  return makesOf(single, sources, path, compiling)[0]?.value;
}

function isMix(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && typeof value[0] === 'object';
}

const ONE = <Value>(value: Value): Mix<Value> => [{ weight: 1, value }];

/** All combinations of a machine's mixes. */
function makesOf(
  machine: MachineDocument,
  sources: MakeSources,
  path: TreePath,
  compiling: Compiling,
): readonly { readonly weight: number; readonly value: VmMake }[] {
  const { faults, catalogue } = compiling;
  const sizes = machine.size.flatMap(({ weight, value }) => {
    const size = catalogue.sizes.find(value);
    if (size === undefined) faults.add([...path, 'size'], `there is no size ${value}`);
    return size === undefined ? [] : [{ weight, value: size }];
  });
  const images: Mix<GuestProfile | undefined> =
    machine.image?.flatMap(({ weight, value }) => {
      const profile = sources.profiles.get(value);
      if (profile === undefined) faults.add([...path, 'image'], `there is no guest profile ${value}`);
      return profile === undefined ? [] : [{ weight, value: profile }];
    }) ?? ONE(undefined);
  if (machine.image !== undefined && !sources.hasGuests) {
    faults.add([...path, 'image'], 'needs guests or policy: the scenario is about VMs without guests');
  }
  return sizes.flatMap(({ weight, value: size }) => {
    const osDisk = osDiskOf(machine, size, path, compiling);
    const fixed = fixedOf(machine, size, osDisk, sources, catalogue);
    const devices = deviceMixes(machine, size, path, compiling);
    return devices.nics.flatMap((nics) =>
      devices.accelerated.flatMap((accelerated) =>
        devices.dataDisks.flatMap((dataDisks) =>
          (machine.hibernationEnabled ?? ONE(true)).flatMap((enabled) =>
            images.map((image) => ({
              weight:
                weight * nics.weight * accelerated.weight * dataDisks.weight * enabled.weight * image.weight,
              value: makeOf(fixed, {
                nics: nics.value,
                isAccelerated: accelerated.value,
                dataDisks: dataDisks.value,
                hibernationEnabled: enabled.value,
                profile: image.value,
              }),
            })),
          ),
        ),
      ),
    );
  });
}

type Fixed = Pick<VmMake, 'size' | 'osDisk' | 'exclusions' | 'usdPerHour' | 'diskNoise'>;

function fixedOf(
  machine: MachineDocument,
  size: VmSize,
  osDisk: VmMake['osDisk'],
  { priceRegion }: MakeSources,
  { sizes }: Catalogue,
): Fixed {
  const usdPerHour = priceRegion === undefined ? undefined : linuxUsdPerHour(sizes, size.name, priceRegion);
  return {
    size: sizeFactsOf(size),
    osDisk,
    exclusions: machine.exclusions ?? [],
    diskNoise: diskNoiseOf(size.name),
    ...(usdPerHour === undefined ? {} : { usdPerHour }),
  };
}

interface Drawn {
  readonly nics: number;
  readonly isAccelerated: boolean;
  readonly dataDisks: number;
  readonly hibernationEnabled: boolean;
  readonly profile: GuestProfile | undefined;
}

function makeOf(fixed: Fixed, drawn: Drawn): VmMake {
  const { nics, isAccelerated, dataDisks, hibernationEnabled, profile } = drawn;
  const parts = [
    fixed.size.name,
    `${nics}${isAccelerated ? ' accelerated' : ''} NIC${nics === 1 ? '' : 's'}`,
    ...(dataDisks === 0 ? [] : [`${dataDisks} data disk${dataDisks === 1 ? '' : 's'}`]),
    ...(hibernationEnabled ? [] : ['not enabled']),
    ...fixed.exclusions,
    ...(profile === undefined ? [] : [profile.name]),
  ];
  return {
    name: parts.join(', '),
    ...fixed,
    nics: Array.from({ length: nics }, () => ({ isAccelerated })),
    dataDisks,
    hibernationEnabled,
    ...(profile === undefined ? {} : { profile }),
  };
}

/** One value must suit every size; of several a size has the nearest that it can. */
function deviceMixes(machine: MachineDocument, size: VmSize, path: TreePath, { faults }: Compiling) {
  const atMost = (member: 'nics' | 'dataDisks', given: Mix<number>, most: number): Mix<number> => {
    if (given.length === 1 && given[0]!.value > most) {
      faults.add([...path, member], `${size.name} takes at most ${most}`);
    }
    return given.map(({ weight, value }) => ({ weight, value: Math.min(value, most) }));
  };
  const accelerated = machine.acceleratedNetworking ?? ONE(size.acceleratedNetworking);
  if (accelerated.length === 1 && accelerated[0]!.value && !size.acceleratedNetworking) {
    faults.add([...path, 'acceleratedNetworking'], `${size.name} does not support it`);
  }
  return {
    nics: atMost('nics', machine.nics ?? ONE(1), size.maxNics),
    dataDisks: atMost('dataDisks', machine.dataDisks ?? ONE(0), size.maxDataDisks),
    accelerated: accelerated.map(({ weight, value }) => ({
      weight,
      value: value && size.acceleratedNetworking,
    })),
  };
}

function osDiskOf(
  { osDisk = {} }: MachineDocument,
  size: VmSize,
  path: TreePath,
  { catalogue, faults }: Compiling,
): VmMake['osDisk'] {
  const { sku = DISK_SKU, supportsHibernation = true } = osDisk;
  const sizeGib = osDisk.sizeGib ?? OS_GIB + Math.ceil(size.memoryMib / MIB_PER_GIB);
  const tier = catalogue.disks.diskTier(sku, sizeGib);
  if (tier === undefined && !SKUS_WITHOUT_TIERS.includes(sku)) {
    faults.add([...path, 'osDisk'], `there is no tier of ${sku} for ${sizeGib} GiB`);
  }
  const bytesPerSecond = tier === undefined ? Number.MAX_SAFE_INTEGER : tier.mbps * BYTES_PER_MB;
  return { sizeGib, bytesPerSecond, supportsHibernation };
}

/** Makes that differ only in what their names do not tell get numbers. */
function withOwnNames(mix: Mix<VmMake>): Mix<VmMake> {
  const seen = new Map<string, number>();
  return mix.map(({ weight, value }) => {
    const count = (seen.get(value.name) ?? 0) + 1;
    seen.set(value.name, count);
    return { weight, value: count === 1 ? value : { ...value, name: `${value.name} (${count})` } };
  });
}
