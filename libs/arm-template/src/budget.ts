import { isArray, isObject, type JsonValue } from './json-value.js';
import { LIMITS } from './limits.js';
import { TemplateFault } from './template-fault.js';

/** How large a value is: characters and members, and levels of nesting. */
interface Extent {
  readonly weight: number;
  readonly depth: number;
}

const FLAT: Extent = { weight: 1, depth: 0 };

/**
 * What an evaluation may still cost. Values are measured once and remembered, so that a value built from others
 * is measured in the time its own members take, however often they occur in it.
 */
export class Budget {
  #steps = 0;
  readonly #extents = new WeakMap<object, Extent>();

  /** Throws TemplateFault once the evaluation has cost too much. */
  spend(steps: number): void {
    this.#steps += steps;
    if (this.#steps > LIMITS.steps) throw new TemplateFault('evaluating the template takes too many steps');
  }

  /** Allows as much again: one plan is asked many times. */
  renew(): void {
    this.#steps = 0;
  }

  weightOf(value: JsonValue): number {
    return this.#extentOf(value).weight;
  }

  /** The value itself, if it is not too large or too deep. Throws TemplateFault. */
  checked<Value extends JsonValue>(value: Value): Value {
    const { weight, depth } = this.#extentOf(value);
    this.reserve(weight);
    if (depth > LIMITS.documentDepth) {
      throw new TemplateFault(`a value is nested deeper than ${LIMITS.documentDepth} levels`);
    }
    return value;
  }

  /** Throws TemplateFault if a value of this weight would be too large: asked before it is made. */
  reserve(weight: number): void {
    if (weight > LIMITS.valueWeight) {
      throw new TemplateFault(`a value has more than ${LIMITS.valueWeight} characters and members`);
    }
  }

  /** Recursion is bounded: nothing deeper than the limit is ever made, and bodies are less deep. */
  #extentOf(value: JsonValue): Extent {
    if (typeof value === 'string') return { weight: 1 + value.length, depth: 0 };
    if (typeof value !== 'object' || value === null) return FLAT;
    const known = this.#extents.get(value);
    if (known !== undefined) return known;
    let weight = 1;
    let depth = 0;
    const add = (member: JsonValue, nameLength: number) => {
      const extent = this.#extentOf(member);
      weight += extent.weight + nameLength;
      depth = Math.max(depth, extent.depth);
    };
    if (isArray(value)) for (const item of value) add(item, 0);
    else if (isObject(value)) for (const [name, member] of Object.entries(value)) add(member, name.length);
    const extent = { weight, depth: depth + 1 };
    this.#extents.set(value, extent);
    return extent;
  }
}
