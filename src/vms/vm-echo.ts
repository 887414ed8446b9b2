/**
 * Members of the ARM document of a VM that are kept to be shown again, in the column `spec`. What is decided by
 * (size, disks, NICs, hibernation) is in columns and tables of its own and is not repeated here.
 */
export interface VmEcho {
  /** Members beside `properties`: zones, identity, plan, ... */
  readonly top?: Readonly<Record<string, unknown>>;
  readonly imageReference?: Readonly<Record<string, unknown>>;
  readonly osDisk?: Readonly<Record<string, unknown>>;
  readonly dataDisks?: readonly DataDiskEcho[];
  /** Of the storage profile beside image and disks. */
  readonly storage?: Readonly<Record<string, unknown>>;
  readonly osProfile?: Readonly<Record<string, unknown>>;
  readonly nics?: readonly NicEcho[];
  /** Of the network profile beside the NICs. */
  readonly network?: Readonly<Record<string, unknown>>;
  /** With `hibernationEnabled` if it was ever given; its value is in a column. */
  readonly additionalCapabilities?: Readonly<Record<string, unknown>>;
  /** Everything else of `properties`. */
  readonly properties?: Readonly<Record<string, unknown>>;
}

export interface DataDiskEcho extends Readonly<Record<string, unknown>> {
  readonly lun: number;
}

export interface NicEcho extends Readonly<Record<string, unknown>> {
  /** The canonical id in lower case. */
  readonly key: string;
}

/** What is kept after a change: members merge, lists are replaced as a whole. */
export function mergeEcho(before: VmEcho, change: VmEcho): VmEcho {
  return mergeMembers(asMembers(before), asMembers(change));
}

type Members = Readonly<Record<string, unknown>>;

function mergeMembers(before: Members, change: Members): Members {
  const merged = Object.entries(change).map(([name, value]) => {
    const old = before[name];
    return [name, isMembers(old) && isMembers(value) ? mergeMembers(old, value) : value] as const;
  });
  return { ...before, ...Object.fromEntries(merged) };
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asMembers(echo: VmEcho): Members {
  return { ...echo };
}
