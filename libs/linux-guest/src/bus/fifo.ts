/** First in, first out. Keeps its storage when it runs empty, which it does thousands of times a second. */
export class Fifo<T> {
  readonly #items: (T | undefined)[] = [];
  #head = 0;
  #end = 0;

  get isEmpty(): boolean {
    return this.#head === this.#end;
  }

  push(item: T): void {
    this.#items[this.#end++] = item;
  }

  /** The oldest item, taken out; `undefined` when there is none. */
  take(): T | undefined {
    if (this.#head === this.#end) return undefined;
    const item = this.#items[this.#head];
    this.#items[this.#head++] = undefined;
    if (this.#head === this.#end) this.#head = this.#end = 0;
    return item;
  }
}
