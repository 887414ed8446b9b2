import type { ArmResource, DiskDocument, EmulationDocument } from '../cli/api-types.js';
import { CliError } from '../cli/cli-error.js';
import { EXIT } from '../cli/exit-codes.js';
import type { Session } from '../cli/session.js';
import type { GuestOverrides, Machine } from './acceptance-case.js';

export interface PatternDisk {
  readonly sizeGb: number;
  readonly sku: string;
}

/** What scratch VMs are made like: image, machine and policy of the named VM. Its faults are left out. */
export interface Pattern {
  readonly group: string;
  readonly name: string;
  readonly location: string;
  readonly machine: Machine;
  /** As the VM names it; absent for one that was made of an existing disk. */
  readonly imageReference?: Readonly<Record<string, unknown>>;
  readonly guestProfile: string;
  readonly guestOverrides: GuestOverrides;
  /** The one in force, whether it is the VM's own or that of the server. */
  readonly policy: string;
  readonly osDisk: PatternDisk;
  readonly dataDisks: readonly PatternDisk[];
  /** One member per NIC, the primary first: whether it has accelerated networking. */
  readonly nics: readonly boolean[];
  /** The cluster that the VM wishes to run in. */
  readonly cluster?: string;
}

interface AttachedDisk {
  readonly managedDisk?: { readonly id?: string };
}

type PatternVm = ArmResource<{
  readonly hardwareProfile?: { readonly vmSize?: string };
  readonly storageProfile?: {
    readonly imageReference?: Readonly<Record<string, unknown>>;
    readonly osDisk?: AttachedDisk;
    readonly dataDisks?: readonly AttachedDisk[];
  };
  readonly networkProfile?: { readonly networkInterfaces?: readonly { readonly id: string }[] };
}>;

/** Reads the VM that scratch VMs are to be like. Throws `CliError` for one that is not there or not made yet. */
export async function readPattern(
  { client, paths }: Session,
  { group, name }: { readonly group: string; readonly name: string },
): Promise<Pattern> {
  const vm = await client.get<PatternVm>(paths.vm(group, name));
  const { properties: emulation } = await client.get<EmulationDocument>(paths.vmEmulation(group, name));
  const { storageProfile = {}, networkProfile, hardwareProfile } = vm.properties;
  const { osDisk, dataDisks = [], imageReference } = storageProfile;
  const disk = async (id: string | undefined): Promise<PatternDisk> => {
    if (id === undefined) throw notUsable(name, 'it has no OS disk yet');
    const { properties, sku } = await client.get<DiskDocument>(id);
    return { sizeGb: properties.diskSizeGB ?? 0, sku: sku?.name ?? 'Premium_LRS' };
  };
  const isAccelerated = async ({ id }: { readonly id: string }): Promise<boolean> => {
    const nic = await client.get<ArmResource<{ readonly enableAcceleratedNetworking?: boolean }>>(id);
    return nic.properties.enableAcceleratedNetworking === true;
  };
  const { cluster } = emulation.placement ?? {};
  return {
    group,
    name: vm.name,
    location: vm.location ?? '',
    machine: await machineOf(hardwareProfile?.vmSize ?? '', name),
    ...(imageReference === undefined ? {} : { imageReference }),
    guestProfile: emulation.guestProfile ?? '',
    guestOverrides: (emulation.guestOverrides ?? {}) as GuestOverrides,
    policy: emulation.policyInForce ?? 'azure',
    osDisk: await disk(osDisk?.managedDisk?.id),
    dataDisks: await Promise.all(dataDisks.map(({ managedDisk }) => disk(managedDisk?.id))),
    nics: await Promise.all((networkProfile?.networkInterfaces ?? []).map(isAccelerated)),
    ...(cluster === undefined ? {} : { cluster }),
  };
}

/** What the catalogue says of a size: the API tells less than half of it. */
async function machineOf(size: string, vmName: string): Promise<Machine> {
  const { loadCatalogue } = await import('../catalogue/load-catalogue.js');
  const machine = loadCatalogue().sizes.find(size);
  if (machine === undefined) throw notUsable(vmName, `nothing is known of its size ${size}`);
  return machine;
}

function notUsable(name: string, why: string): CliError {
  return new CliError({
    code: 'pattern-not-usable',
    message: `The VM ${name} cannot be the pattern: ${why}.`,
    remedy: 'Name a VM that has been created, with a size of the catalogue.',
    exit: EXIT.refused,
  });
}
