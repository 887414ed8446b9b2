/** One line of a CSV file; reading a cell that is missing or malformed throws an `Error` naming file, line and column. */
export class CsvRow {
  constructor(
    readonly place: string,
    private readonly cells: ReadonlyMap<string, string>,
  ) {}

  /** A cell that must not be empty. */
  text(column: string): string {
    const cell = this.optionalText(column);
    if (cell === undefined) throw this.#fault(column, 'is empty');
    return cell;
  }

  optionalText(column: string): string | undefined {
    const cell = this.cells.get(column);
    if (cell === undefined) throw this.#fault(column, 'does not exist');
    return cell === '' ? undefined : cell;
  }

  number(column: string): number {
    return this.#toNumber(column, this.text(column));
  }

  optionalNumber(column: string): number | undefined {
    const cell = this.optionalText(column);
    return cell === undefined ? undefined : this.#toNumber(column, cell);
  }

  /** `true` or `false`, nothing else. */
  flag(column: string): boolean {
    const cell = this.text(column);
    if (cell !== 'true' && cell !== 'false') throw this.#fault(column, `is ${cell}, not true or false`);
    return cell === 'true';
  }

  /** Values joined by `+`; an empty cell has none. */
  list(column: string): readonly string[] {
    return this.optionalText(column)?.split('+') ?? [];
  }

  #toNumber(column: string, cell: string): number {
    const value = Number(cell);
    if (!Number.isFinite(value)) throw this.#fault(column, `is ${cell}, not a number`);
    return value;
  }

  #fault(column: string, what: string): Error {
    return new Error(`${this.place}: column ${column} ${what}`);
  }
}

/**
 * Reads a CSV text whose first line names the columns. `source` is the file's name, for messages. The product's own
 * data has no quoted cells; a quote, and a line with too few or too many cells, throw an `Error`.
 */
export function parseCsv(text: string, source: string): readonly CsvRow[] {
  if (text.includes('"')) throw new Error(`${source}: quoted cells are not supported`);
  const lines = text.split(/\r?\n/);
  const columns = lines[0]!.split(',');
  return lines.flatMap((line, at) => {
    if (at === 0 || line === '') return [];
    const cells = line.split(',');
    const place = `${source}:${at + 1}`;
    if (cells.length !== columns.length) {
      throw new Error(`${place}: ${cells.length} cells instead of ${columns.length}`);
    }
    return [new CsvRow(place, new Map(columns.map((column, index) => [column, cells[index]!])))];
  });
}
