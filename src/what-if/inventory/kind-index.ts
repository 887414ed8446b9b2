import type { ListedFleet, VmKind } from '#libs/what-if';
import type { DiskCatalogue } from '../../catalogue/disk-catalogue.js';
import type { FleetCodes } from './fleet-codes.js';
import { INVENTORY_LIMITS, type CodedColumn } from './inventory-schema.js';
import { PairNumbers } from './pair-numbers.js';
import { NO_VALUE } from './value-codes.js';
import { variedMake, type Conflict } from './vary-make.js';

/** Columns that make up a kind, those with few values first: numbers of pairs stay few until late. */
const KIND_COLUMNS = [
  'pinned',
  'hibernationEnabled',
  'acceleratedNics',
  'nics',
  'dataDisks',
  'osDiskSku',
  'group',
  'image',
  'osDiskGib',
  'size',
] as const satisfies readonly CodedColumn[];
type KindColumn = (typeof KIND_COLUMNS)[number];

/** More kinds than there may be. */
export class TooManyKinds extends Error {}

interface Stage {
  readonly column: KindColumn;
  readonly pairs: PairNumbers;
}

/** Numbers VMs by all that they have in common with others, column after column. */
export class KindIndex {
  readonly #stages: readonly Stage[];
  readonly #kinds: VmKind[] = [];
  readonly #conflicts: (Conflict | undefined)[] = [];
  #hasConflicts = false;

  constructor(
    private readonly codes: FleetCodes,
    private readonly otherwise: Pick<ListedFleet['otherwise'], 'make'> & { readonly group: number },
    private readonly disks: DiskCatalogue,
    columns: readonly string[],
  ) {
    this.#stages = KIND_COLUMNS.filter((column) => columns.includes(column)).map((column) => ({
      column,
      pairs: new PairNumbers(INVENTORY_LIMITS.kinds, () => new TooManyKinds()),
    }));
  }

  get hasConflicts(): boolean {
    return this.#hasConflicts;
  }

  /** Kinds by number; one with a conflict is not to be used. */
  get kinds(): readonly VmKind[] {
    return this.#kinds;
  }

  conflictOf(kind: number): Conflict | undefined {
    return this.#conflicts[kind];
  }

  /** The kind of each row. Rows that `isBad` marks get some kind. Throws `TooManyKinds`. */
  kindsOf(
    columns: Partial<Readonly<Record<CodedColumn, Uint32Array>>>,
    rows: number,
    isBad: Uint8Array | undefined,
  ): Uint32Array {
    const numbers = new Uint32Array(rows);
    let firsts = 1;
    for (const { column, pairs } of this.#stages) {
      const codes = columns[column];
      if (codes === undefined) throw new Error(`a batch without column ${column}`);
      const seconds = this.codes[column].size;
      pairs.renumber(numbers, isBad === undefined ? codes : withoutBad(codes, isBad), { firsts, seconds });
      firsts = pairs.size;
    }
    const known = this.#stages.at(-1)?.pairs.size ?? 1;
    for (let number = this.#kinds.length; number < known; number++) this.#add(number);
    return numbers;
  }

  #add(number: number): void {
    const { size, image, group, pinned, ...variation } = this.#valuesOf(number);
    const base = size ?? this.otherwise.make;
    const varied = variedMake(base, { image, ...variation }, this.disks);
    const make = varied.kind === 'make' ? varied.make : base;
    this.#kinds.push({
      group: group ?? this.otherwise.group,
      isPinned: pinned ?? false,
      vcpus: make.size.vcpus,
      memoryMib: make.size.memoryMib,
      vfSlots: make.nics.filter(({ isAccelerated }) => isAccelerated).length,
      make,
    });
    this.#conflicts.push(varied.kind === 'conflict' ? varied.conflict : undefined);
    if (varied.kind === 'conflict') this.#hasConflicts = true;
  }

  #valuesOf(number: number) {
    const codes: Partial<Record<KindColumn, number>> = {};
    let rest = number;
    for (const { column, pairs } of this.#stages.toReversed()) {
      codes[column] = pairs.secondOf(rest);
      rest = pairs.firstOf(rest);
    }
    const valueOf = <Column extends KindColumn>(column: Column) =>
      this.codes[column].valueOf(codes[column] ?? NO_VALUE) as
        ReturnType<FleetCodes[Column]['valueOf']> | undefined;
    return {
      size: valueOf('size'),
      image: valueOf('image'),
      group: valueOf('group'),
      pinned: valueOf('pinned'),
      nics: valueOf('nics'),
      acceleratedNics: valueOf('acceleratedNics'),
      dataDisks: valueOf('dataDisks'),
      osDiskGib: valueOf('osDiskGib'),
      osDiskSku: valueOf('osDiskSku'),
      hibernationEnabled: valueOf('hibernationEnabled'),
    };
  }
}

function withoutBad(codes: Uint32Array, isBad: Uint8Array): Uint32Array {
  return codes.map((code, row) => (isBad[row] === 1 ? NO_VALUE : code));
}
