/** Something wrong with one row. `at` counts lines of CSV and rows of Parquet from 1. */
export interface RowProblem {
  readonly unit: 'line' | 'row';
  readonly at: number;
  /** Absent: it is about the whole row. */
  readonly column?: string;
  readonly value?: string;
  readonly reason: string;
}

export type InventoryFault =
  | { readonly kind: 'unreadable'; readonly reason: string }
  /** The content is not the one that was hashed. */
  | { readonly kind: 'changed'; readonly expected: string; readonly found: string }
  | { readonly kind: 'malformed'; readonly reason: string }
  | { readonly kind: 'too-large'; readonly what: string; readonly most: number }
  /** `problems`: the first ones of all `count`. */
  | { readonly kind: 'bad-rows'; readonly count: number; readonly problems: readonly RowProblem[] }
  | { readonly kind: 'empty' };

/** An inventory that cannot be used; the message tells everything that `fault` holds. */
export class InventoryError extends Error {
  override readonly name = 'InventoryError';

  constructor(
    readonly path: string,
    readonly fault: InventoryFault,
    options?: ErrorOptions,
  ) {
    super(`${path}: ${faultText(fault)}`, options);
  }
}

/** `line 17, column nics: "two" is not a whole number from 0 to 64`. */
export function problemText({ unit, at, column, value, reason }: RowProblem): string {
  const place = column === undefined ? `${unit} ${at}` : `${unit} ${at}, column ${column}`;
  return value === undefined ? `${place}: ${reason}` : `${place}: ${quoted(value)} ${reason}`;
}

function faultText(fault: InventoryFault): string {
  switch (fault.kind) {
    case 'unreadable':
    case 'malformed':
      return fault.reason;
    case 'changed':
      return `the content has changed: its SHA-256 is ${fault.found}, not ${fault.expected}`;
    case 'too-large':
      return `more than ${fault.most} ${fault.what}`;
    case 'bad-rows': {
      const { count, problems } = fault;
      const told = problems.map((problem) => `\n  ${problemText(problem)}`).join('');
      return `${count} bad ${count === 1 ? 'row' : 'rows'}${told}`;
    }
    case 'empty':
      return 'no VMs';
  }
}

const MOST_SHOWN = 100;

/** Control characters and the like are escaped. */
function quoted(value: string): string {
  const shown = value.length > MOST_SHOWN ? `${value.slice(0, MOST_SHOWN)}...` : value;
  return JSON.stringify(shown);
}
