/** A line without its end, or one that was longer than allowed and has been thrown away. */
export type Line = Buffer | 'too-long';

const LINE_FEED = 0x0a;

/**
 * Cuts a stream of bytes into lines at every line feed. It holds no more than one unfinished line, and of an
 * overlong one nothing at all. Lines that lie within one chunk are views of it, valid until that chunk is reused.
 */
export class LineSplitter {
  #pieces: Buffer[] = [];
  #held = 0;
  #isTooLong = false;

  /** `longest`: bytes that a line may have, its line feed not counted. */
  constructor(readonly longest: number) {}

  /** The lines that end in this chunk. */
  *push(bytes: Uint8Array): Generator<Line> {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, start)) {
      const piece = chunk.subarray(start, end);
      start = end + 1;
      yield this.#complete(piece);
    }
    if (start < chunk.length) this.#hold(chunk.subarray(start));
  }

  /** The last line, if it has no line feed. */
  end(): Line | undefined {
    return this.#isTooLong || this.#held > 0 ? this.#complete(Buffer.alloc(0)) : undefined;
  }

  #complete(last: Buffer): Line {
    if (!this.#isTooLong && this.#held === 0) return last.length > this.longest ? 'too-long' : last;
    this.#hold(last);
    const line = this.#isTooLong ? 'too-long' : Buffer.concat(this.#pieces);
    this.#forget();
    this.#isTooLong = false;
    return line;
  }

  #hold(piece: Buffer): void {
    this.#held += piece.length;
    if (this.#isTooLong || this.#held > this.longest) {
      this.#forget();
      this.#isTooLong = true;
    } else {
      this.#pieces.push(piece);
    }
  }

  #forget(): void {
    this.#pieces = [];
    this.#held = 0;
  }
}
