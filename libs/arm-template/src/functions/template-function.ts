import type { Budget } from '../budget.js';
import type { DeploymentFacts } from '../deployment-facts.js';
import { isArray, isObject, type JsonObject, type JsonValue, typeName } from '../json-value.js';
import { TemplateFault } from '../template-fault.js';

/** What a function may look at besides its arguments. */
export interface CallContext {
  readonly budget: Budget;
  readonly facts: DeploymentFacts;
}

/** A function of the template language whose arguments are all evaluated before it is called. */
export interface TemplateFunction {
  readonly fewestArgs: number;
  readonly mostArgs: number;
  readonly result: 'String' | 'Integer' | 'Boolean' | 'Array' | 'Object' | 'Any';
  evaluate(args: Args, context: CallContext): JsonValue;
}

export type FunctionTable = Readonly<Record<string, TemplateFunction>>;

/** Arguments without end. */
export const ANY_NUMBER = Number.POSITIVE_INFINITY;

/** One row of a table of functions: how many arguments it takes, what it gives, and how. */
export function define(
  [fewestArgs, mostArgs]: readonly [fewest: number, most: number],
  result: TemplateFunction['result'],
  evaluate: TemplateFunction['evaluate'],
): TemplateFunction {
  return { fewestArgs, mostArgs, result, evaluate };
}

/** The arguments of a call. Every reader throws TemplateFault naming function, argument and type. */
export class Args {
  constructor(
    readonly name: string,
    readonly values: readonly JsonValue[],
  ) {}

  get count(): number {
    return this.values.length;
  }

  any(at: number): JsonValue {
    return this.values[at] ?? null;
  }

  text(at: number): string {
    const value = this.any(at);
    return typeof value === 'string' ? value : this.#wrong(at, 'a String');
  }

  integer(at: number): number {
    const value = this.any(at);
    return typeof value === 'number' && Number.isSafeInteger(value) ? value : this.#wrong(at, 'an Integer');
  }

  boolean(at: number): boolean {
    const value = this.any(at);
    return typeof value === 'boolean' ? value : this.#wrong(at, 'a Boolean');
  }

  array(at: number): readonly JsonValue[] {
    const value = this.any(at);
    return isArray(value) ? value : this.#wrong(at, 'an Array');
  }

  object(at: number): JsonObject {
    const value = this.any(at);
    return isObject(value) ? value : this.#wrong(at, 'an Object');
  }

  textOr(at: number, otherwise: string): string {
    return this.count > at ? this.text(at) : otherwise;
  }

  integerOr(at: number, otherwise: number): number {
    return this.count > at ? this.integer(at) : otherwise;
  }

  /** A text, a number or a boolean, as it is written into texts. */
  shown(at: number): string {
    const value = this.any(at);
    return isArray(value) || isObject(value) || value === null
      ? this.#wrong(at, 'a String, an Integer or a Boolean')
      : shownText(value);
  }

  fault(message: string): TemplateFault {
    return new TemplateFault(`the function '${this.name}' ${message}`);
  }

  wrongType(at: number, expected: string): never {
    return this.#wrong(at, expected);
  }

  #wrong(at: number, expected: string): never {
    throw this.fault(`expects ${expected} as argument ${at + 1}, not ${typeName(this.any(at))}`);
  }
}

/** A value as it is written into a text. */
export function shownText(value: JsonValue): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (value === null) return '';
  return JSON.stringify(value);
}

/** An integer that a calculation gave. */
export function integerResult(args: Args, value: number): number {
  if (Number.isSafeInteger(value)) return value === 0 ? 0 : value;
  throw args.fault('gives an integer that is too large');
}
