import { evaluateDocument, unrolled } from './evaluate-document.js';
import type { Environment, Evaluated, Evaluation, Reference, References } from './evaluation.js';
import { isArray, isObject, type JsonObject, type JsonValue, memberOf } from './json-value.js';
import { undefinedParameter } from './parameters.js';
import { TemplateFault, within } from './template-fault.js';

/** What `parameters` and `variables` give in a template. A variable is evaluated when it is first asked for. */
export class TemplateNames {
  readonly #values = new Map<string, JsonValue>();
  readonly #underWay = new Set<string>();
  /** Loops among the variables, by the name in lower case of the variable that each makes. */
  readonly #loops = new Map<string, JsonObject>();

  constructor(
    private readonly evaluation: Evaluation,
    /** By name in lower case. */
    private readonly parameters: ReadonlyMap<string, Evaluated>,
    private readonly variables: JsonObject,
  ) {
    const { copy } = variables;
    if (!isArray(copy)) return;
    for (const loop of copy) {
      if (isObject(loop) && typeof loop['name'] === 'string')
        this.#loops.set(loop['name'].toLowerCase(), loop);
      else throw new TemplateFault('a copy loop is an object with a name', 'variables.copy');
    }
  }

  /** The environment of an expression outside of any resource. */
  environment(references: References, resolve: (nameOrId: string) => Reference | undefined): Environment {
    return {
      references,
      resolve,
      parameter: (name) => this.parameter(name),
      variable: (name) => this.variable(name),
      copies: new Map(),
      lambdaVariables: new Map(),
      callDepth: 0,
    };
  }

  parameter(name: string): Evaluated {
    const value = this.parameters.get(name.toLowerCase());
    if (value === undefined) throw undefinedParameter(name);
    return value;
  }

  variable(name: string): JsonValue {
    const key = name.toLowerCase();
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    if (this.#underWay.has(key)) throw new TemplateFault(`the template variable '${name}' depends on itself`);
    this.#underWay.add(key);
    const value = this.#evaluate(name, key);
    this.#underWay.delete(key);
    this.#values.set(key, value);
    return value;
  }

  #evaluate(name: string, key: string): JsonValue {
    const environment = this.environment({ kind: 'refused' }, () => undefined);
    const loop = this.#loops.get(key);
    if (loop !== undefined) {
      const [made] = unrolled(this.evaluation, [loop], environment, 'variables.copy');
      return made?.[1] ?? [];
    }
    const found = key === 'copy' ? undefined : memberOf(this.variables, name);
    if (found === undefined)
      throw new TemplateFault(`the template variable '${name.slice(0, 80)}' is not found`);
    const path = `variables.${found.name}`;
    return within(path, () => evaluateDocument(this.evaluation, found.value, environment, path));
  }
}
