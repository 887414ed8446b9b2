import { writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';

type Seen = Readonly<Record<string, unknown>>;

/** What clients could do, a row for each capability. */
export class CapabilityTable {
  private readonly rows: string[] = [];

  add(client: string, seen: Seen, expected: Seen): void {
    for (const [capability, value] of Object.entries(expected)) {
      const result = isDeepStrictEqual(seen[capability], value) ? 'pass' : 'FAIL';
      this.rows.push(`| ${client} | ${capability} | ${result} |`);
    }
  }

  /** Writes the table as Markdown; nowhere without a file. */
  write(file: string | undefined): void {
    if (file === undefined) return;
    const head = ['| client | capability | result |', '| --- | --- | --- |'];
    writeFileSync(file, [...head, ...this.rows, ''].join('\n'));
  }
}
