/** Values that come when they come, for one who takes them in order. */
export class EventQueue<Value> {
  readonly #values: Value[] = [];
  #wake: (() => void) | undefined;

  push(value: Value): void {
    this.#values.push(value);
    this.#wake?.();
  }

  async next(): Promise<Value> {
    for (;;) {
      const value = this.#values.shift();
      if (value !== undefined) return value;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
