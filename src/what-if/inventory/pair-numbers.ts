/** Second members below this are looked up in a table, the others in a map. */
const MOST_WIDTH = 256;
const SECONDS = 2 ** 32;

/** Distinct pairs of whole numbers, numbered from 0 in the order in which they come. First members are small. */
export class PairNumbers {
  /** Number of the pair at `first * width + second`; -1 for none yet. */
  #table = new Int32Array(0);
  #width = 1;
  readonly #wide = new Map<number, number>();
  readonly #firsts: number[] = [];
  readonly #seconds: number[] = [];

  /** Throws what `tooMany` makes for a pair beyond `most`. */
  constructor(
    private readonly most: number,
    private readonly tooMany: () => Error,
  ) {}

  get size(): number {
    return this.#firsts.length;
  }

  firstOf(number: number): number {
    return this.#firsts[number]!;
  }

  secondOf(number: number): number {
    return this.#seconds[number]!;
  }

  /**
   * Replaces each of `numbers` by the number of its pair with the second member in the same place. First members are
   * below `firsts`, second ones below `seconds`.
   */
  renumber(
    numbers: Uint32Array,
    secondMembers: Uint32Array,
    { firsts, seconds }: { readonly firsts: number; readonly seconds: number },
  ): void {
    this.#reserve(firsts, seconds);
    const table = this.#table;
    const width = this.#width;
    for (let at = 0; at < numbers.length; at++) {
      const second = secondMembers[at]!;
      const first = numbers[at]!;
      const known = second < width ? table[first * width + second]! : -1;
      numbers[at] = known >= 0 ? known : this.#add(first, second);
    }
  }

  #add(first: number, second: number): number {
    const key = first * SECONDS + second;
    const known = second < this.#width ? undefined : this.#wide.get(key);
    if (known !== undefined) return known;
    const number = this.#firsts.length;
    if (number >= this.most) throw this.tooMany();
    this.#firsts.push(first);
    this.#seconds.push(second);
    if (second < this.#width) this.#table[first * this.#width + second] = number;
    else this.#wide.set(key, number);
    return number;
  }

  #reserve(firsts: number, seconds: number): void {
    const width = Math.min(MOST_WIDTH, powerOfTwo(seconds));
    const length = powerOfTwo(firsts) * Math.max(width, this.#width);
    if (length <= this.#table.length && width <= this.#width) return;
    this.#width = Math.max(width, this.#width);
    this.#table = new Int32Array(Math.max(length, this.#table.length)).fill(-1);
    for (let number = 0; number < this.#firsts.length; number++) {
      const second = this.#seconds[number]!;
      if (second < this.#width) this.#table[this.#firsts[number]! * this.#width + second] = number;
    }
  }
}

/** The least one that is not below the number. */
function powerOfTwo(number: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(1, number)));
}
