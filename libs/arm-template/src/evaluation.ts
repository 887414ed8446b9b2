import { Budget } from './budget.js';
import type { DeploymentFacts } from './deployment-facts.js';
import type { Expression } from './expression.js';
import type { JsonObject, JsonValue } from './json-value.js';
import { parseExpression } from './parse-expression.js';

/** A value that is not known before resources exist: what `reference` gives while a template is only checked. */
export const UNKNOWN = Symbol('unknown until resources exist');
export type Evaluated = JsonValue | typeof UNKNOWN;

/** What an expression refers to by `reference`. */
export interface Reference {
  /** The id of a resource. */
  readonly id: string;
  readonly apiVersion: string;
}

/** Stops an evaluation that needs a resource which has not been read yet. */
export class ReferenceNeeded extends Error {
  constructor(readonly reference: Reference) {
    super(`the resource ${reference.id} has not been read`);
  }
}

/**
 * What `reference` does. `refused`: names, conditions, parameters and variables are evaluated before there are
 * resources. `unknown`: the template is only checked. `read`: resources that were read, by id in lower case; one
 * that is missing stops the evaluation.
 */
export type References =
  | { readonly kind: 'refused' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'read'; readonly resources: ReadonlyMap<string, JsonObject> };

/** A function that the template itself defines. */
export interface UserFunction {
  readonly parameters: readonly string[];
  /** A text of the template: an expression, or a value. */
  readonly output: JsonValue;
}

/** What names mean where an expression stands. */
export interface Environment {
  readonly references: References;
  /** Throws TemplateFault on a name that is not defined. */
  readonly parameter: (name: string) => Evaluated;
  readonly variable: (name: string) => Evaluated;
  /** Index of the resource's own loop. */
  readonly resourceCopy?: number;
  /** Indexes of loops by their names in lower case. */
  readonly copies: ReadonlyMap<string, number>;
  /** Variables of lambdas by their names in lower case. */
  readonly lambdaVariables: ReadonlyMap<string, Evaluated>;
  /** `newGuid` and `utcNow`, where they are allowed. */
  readonly inputs?: EvaluationInputs;
  /** The resource of the template that a name or id means to `reference`. */
  readonly resolve: (nameOrId: string) => Reference | undefined;
  /** User functions and lambdas under way. */
  readonly callDepth: number;
}

/** Evaluates expressions within each other: what forms that evaluate their arguments themselves are given. */
export type EvaluateArgument = (expression: Expression, environment: Environment) => Evaluated;

/** Values that only defaults of parameters may take from outside. */
export interface EvaluationInputs {
  /** ISO 8601 with milliseconds, in UTC. */
  readonly utcNow: string;
  readonly newGuid: () => string;
}

/** What all expressions of one template share while it is evaluated. */
export class Evaluation {
  readonly budget = new Budget();
  readonly #parsed = new Map<string, Expression>();

  constructor(
    readonly facts: DeploymentFacts,
    /** By `namespace.name` in lower case. */
    readonly userFunctions: ReadonlyMap<string, UserFunction>,
  ) {}

  /** Throws TemplateFault; each text is parsed once. */
  parse(source: string): Expression {
    const known = this.#parsed.get(source);
    if (known !== undefined) return known;
    this.budget.spend(source.length);
    const expression = parseExpression(source);
    this.#parsed.set(source, expression);
    return expression;
  }
}
