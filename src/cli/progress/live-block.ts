import type { TextOutput } from '../cli-process.js';

const ESCAPE = '\u001b[';

/** A few lines of a terminal that are drawn again and again in place, and are gone in the end. */
export class LiveBlock {
  #drawn = 0;

  constructor(private readonly output: TextOutput) {}

  /** Shows these lines instead of the ones before. What the terminal has no room for is left out at the top. */
  draw(lines: readonly string[]): void {
    const rows = this.output.rows ?? 24;
    const shown = lines.slice(-Math.max(1, rows - 1));
    // Without wrapping a long line stays one line, and the count of lines to go back is right.
    const body = `${ESCAPE}?7l${shown.map((line) => `${line}\n`).join('')}${ESCAPE}?7h`;
    this.output.write(this.#back() + body);
    this.#drawn = shown.length;
  }

  /** Takes the lines away. */
  clear(): void {
    if (this.#drawn > 0) this.output.write(this.#back());
    this.#drawn = 0;
  }

  #back(): string {
    return this.#drawn === 0 ? '' : `${ESCAPE}${this.#drawn}A${ESCAPE}0J`;
  }
}

const FRAMES = ['|', '/', '-', '\\'] as const;

/** The spinner's character at a count of frames. */
export function spinnerFrame(count: number): string {
  return FRAMES[count % FRAMES.length] ?? '|';
}
