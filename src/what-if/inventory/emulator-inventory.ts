import { parseArmId, type ArmId } from '../../arm/arm-id.js';
import type { InventoryRow } from './inventory-files.js';

/** What the server answers to lists of these resources: the members of `value`. */
export interface EmulatorDocuments {
  /** `GET .../providers/Microsoft.Compute/virtualMachines`. */
  readonly virtualMachines: readonly unknown[];
  /** `GET .../providers/Microsoft.Network/networkInterfaces`. */
  readonly networkInterfaces: readonly unknown[];
  /** `GET .../providers/Microsoft.Compute/disks`. */
  readonly disks: readonly unknown[];
  /** `GET {vm}/providers/Torpor.Emulator/emulation/default` of each VM. */
  readonly emulations: readonly unknown[];
}

export interface EmulatorInventory {
  /** In the order of the VMs. */
  readonly rows: readonly InventoryRow[];
  /** What of the emulator an inventory does not hold, in sentences. */
  readonly notes: readonly string[];
}

/** The tag of a VM that names the group of its schedule. */
export const GROUP_TAG = 'torpor-group';

/**
 * The inventory of an emulator. A VM is called `<resource group>/<name>`, its tenant is its subscription, its image the
 * guest profile that it runs. Throws `TypeError` for a document that is not one of a VM.
 */
export function emulatorInventory(documents: EmulatorDocuments): EmulatorInventory {
  const nics = byId(documents.networkInterfaces);
  const disks = byId(documents.disks);
  const emulations = new Map(
    documents.emulations.map((document) => [vmIdOf(textAt(document, 'id')), document] as const),
  );
  const rows = documents.virtualMachines.map((vm) => rowOf(vm, { nics, disks, emulations }));
  return { rows, notes: notesOf(documents) };
}

const NO_ID: Partial<ArmId> & Pick<ArmId, 'parts'> = { parts: [] };

type Documents = ReadonlyMap<string, unknown>;

function rowOf(
  vm: unknown,
  { nics, disks, emulations }: Readonly<Record<'nics' | 'disks' | 'emulations', Documents>>,
): InventoryRow {
  const id = textAt(vm, 'id');
  const { subscriptionId, resourceGroup, parts } = parseArmId(id ?? '') ?? NO_ID;
  const name = parts[0]?.segments[0]?.name;
  if (subscriptionId === undefined || resourceGroup === undefined || name === undefined) {
    throw new TypeError(`no VM has the id ${String(id)}`);
  }
  const properties = memberOf(vm, 'properties');
  const attached = listAt(properties, 'networkProfile', 'networkInterfaces').map((nic) =>
    nics.get(lowerId(textAt(nic, 'id'))),
  );
  const accelerated = attached.filter(
    (nic) => memberOf(nic, 'properties', 'enableAcceleratedNetworking') === true,
  );
  const disk = disks.get(lowerId(textAt(properties, 'storageProfile', 'osDisk', 'managedDisk', 'id')));
  const scheduled = Object.entries(objectOf(memberOf(vm, 'tags'))).find(
    ([tag]) => tag.toLowerCase() === GROUP_TAG,
  );
  return {
    name: `${resourceGroup}/${name}`,
    tenant: subscriptionId,
    ...(attached.length === 0 ? {} : { nics: attached.length, acceleratedNics: accelerated.length }),
    dataDisks: listAt(properties, 'storageProfile', 'dataDisks').length,
    hibernationEnabled: memberOf(properties, 'additionalCapabilities', 'hibernationEnabled') === true,
    ...present({
      region: textAt(vm, 'location'),
      group: typeof scheduled?.[1] === 'string' ? scheduled[1] : undefined,
      size: textAt(properties, 'hardwareProfile', 'vmSize'),
      image: textAt(emulations.get(vmIdOf(id)), 'properties', 'guestProfile'),
      osDiskSku: textAt(disk, 'sku', 'name'),
    }),
    ...present({ osDiskGib: numberAt(disk, 'properties', 'diskSizeGB') }),
  };
}

function notesOf({ emulations }: EmulatorDocuments): readonly string[] {
  const overridden = emulations.filter(
    (document) => Object.keys(objectOf(memberOf(document, 'properties', 'guestOverrides'))).length > 0,
  ).length;
  const withFaults = emulations.filter(
    (document) => listAt(document, 'properties', 'faults').length > 0,
  ).length;
  return [
    ...(overridden > 0
      ? [`Of ${overridden} VMs the guest differs from its profile: the profile counts.`]
      : []),
    ...(withFaults > 0 ? [`On ${withFaults} VMs faults are staged: an inventory has none.`] : []),
  ];
}

function byId(documents: readonly unknown[]): Documents {
  return new Map(documents.map((document) => [lowerId(textAt(document, 'id')), document]));
}

/** Of the VM that an extension of it belongs to, or of the VM itself. */
function vmIdOf(id: string | undefined): string {
  return lowerId(id).replace(/(\/virtualmachines\/[^/]+)\/.*$/, '$1');
}

/** Ids ignore case. */
function lowerId(id: string | undefined): string {
  return (id ?? '').toLowerCase();
}

function memberOf(document: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((value, member) => objectOf(value)[member], document);
}

function textAt(document: unknown, ...path: readonly string[]): string | undefined {
  const value = memberOf(document, ...path);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function numberAt(document: unknown, ...path: readonly string[]): number | undefined {
  const value = memberOf(document, ...path);
  return typeof value === 'number' ? value : undefined;
}

function listAt(document: unknown, ...path: readonly string[]): readonly unknown[] {
  const value = memberOf(document, ...path);
  return Array.isArray(value) ? value : [];
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

/** Without the members that are undefined. */
function present<Members extends Record<string, unknown>>(members: Members) {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    readonly [Member in keyof Members]?: NonNullable<Members[Member]>;
  };
}
