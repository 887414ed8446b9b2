import { dependencies } from './dependencies.js';
import type { DeploymentFacts } from './deployment-facts.js';
import {
  type Environment,
  Evaluation,
  type EvaluationInputs,
  type Evaluated,
  type Reference,
  ReferenceNeeded,
  type References,
  UNKNOWN,
} from './evaluation.js';
import { expandResources } from './expand-resources.js';
import { namedGuid } from './hash/guid.js';
import { murmur64 } from './hash/murmur64.js';
import type { JsonObject, JsonValue } from './json-value.js';
import { LIMITS } from './limits.js';
import { evaluateOutputs } from './outputs.js';
import { resolveParameters, type ResolvedParameters, type ShownValue } from './parameters.js';
import type { Draft, PlannedResource } from './planned-resource.js';
import { resourceBody } from './resource-body.js';
import { ResourceIndex } from './resource-index.js';
import { readTemplate, type Template } from './template.js';
import { TemplateFault, within } from './template-fault.js';
import { TemplateNames } from './template-names.js';

/** What a deployment is made from. The same inputs give the same plan, so that a plan need not be stored. */
export interface PlanInputs {
  readonly template: JsonValue;
  /** `{ name: { value } }`. */
  readonly parameters: JsonObject;
  readonly facts: DeploymentFacts;
  /** What `utcNow()` is: ISO 8601 with milliseconds, in UTC. */
  readonly utcNow: string;
  /** What `newGuid()` draws from. */
  readonly guidSeed: string;
}

/** A value that may need a resource to be read first. */
export type Outcome<Value> =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'needs'; readonly reference: Reference };

/** Resources that were read, by id in lower case: whole documents. */
export type ReadResources = ReadonlyMap<string, JsonObject>;

/** A template with its parameters, checked as a whole: what will be made, in which order. */
export class DeploymentPlan {
  readonly resources: readonly PlannedResource[];
  /** As documents show them: without values of secure ones. */
  readonly parameters: Readonly<Record<string, ShownValue>>;
  readonly #drafts: ReadonlyMap<string, Draft>;
  readonly #all: readonly Draft[];

  constructor(
    private readonly evaluation: Evaluation,
    private readonly template: Template,
    private readonly resolved: ResolvedParameters,
    private readonly names: TemplateNames,
    drafts: readonly Draft[],
    private readonly index: ResourceIndex,
  ) {
    const before = dependencies(evaluation, drafts, index);
    this.#all = drafts.filter(({ isDeployed }) => isDeployed);
    this.#drafts = new Map(this.#all.map((draft) => [draft.id, draft]));
    this.resources = this.#all.map((draft) => {
      const { id, type, name, apiVersion, path } = draft;
      return { id, type, name, apiVersion, path, dependsOn: before.get(draft) ?? [] };
    });
    this.parameters = resolved.shown;
  }

  /** What to send to make a resource of the plan. Throws TemplateFault. */
  bodyOf(id: string, resources: ReadResources): Outcome<JsonObject> {
    const draft = this.#draft(id);
    return this.#outcome(() => this.#body(draft, this.names, { kind: 'read', resources }));
  }

  /**
   * The body as far as it is known beforehand, for whoever wants to see it: what depends on resources, or on secure
   * parameters, is the text of its expression.
   */
  previewOf(id: string): JsonObject {
    this.evaluation.budget.renew();
    const { values, secure } = this.resolved;
    const masked = [...values].map(([name, value]): readonly [string, Evaluated] => [
      name,
      secure.has(name) ? UNKNOWN : value,
    ]);
    const names = new TemplateNames(this.evaluation, new Map(masked), this.template.variables);
    return this.#body(this.#draft(id), names, { kind: 'unknown' });
  }

  /** Throws TemplateFault. */
  outputs(resources: ReadResources): Outcome<Readonly<Record<string, ShownValue>>> {
    return this.#outcome(() => {
      const environment = this.names.environment({ kind: 'read', resources }, this.#resolve);
      return evaluateOutputs(this.evaluation, this.template, environment);
    });
  }

  /** Evaluates everything that can be evaluated before there are resources. Throws TemplateFault. */
  check(): void {
    let weight = 0;
    for (const draft of this.#all) {
      const body = this.#body(draft, this.names, { kind: 'unknown' });
      weight += this.evaluation.budget.weightOf(body);
      if (weight > LIMITS.planWeight) {
        throw new TemplateFault(
          `all resources together have more than ${LIMITS.planWeight} characters and members`,
        );
      }
    }
    evaluateOutputs(
      this.evaluation,
      this.template,
      this.names.environment({ kind: 'unknown' }, this.#resolve),
    );
  }

  readonly #resolve = (nameOrId: string): Reference | undefined => {
    const [only, ...others] = this.index.find(nameOrId);
    return only === undefined || others.length > 0 ? undefined : only;
  };

  #draft(id: string): Draft {
    const draft = this.#drafts.get(id);
    if (draft === undefined) throw new TypeError(`${id} is not part of the plan`);
    return draft;
  }

  #body(draft: Draft, names: TemplateNames, references: References): JsonObject {
    const environment: Environment = {
      ...draft.environment,
      ...names.environment(references, this.#resolve),
      copies: draft.environment.copies,
    };
    return within(draft.path, () => resourceBody(this.evaluation, draft, environment));
  }

  #outcome<Value>(evaluate: () => Value): Outcome<Value> {
    this.evaluation.budget.renew();
    try {
      return { kind: 'value', value: evaluate() };
    } catch (error) {
      if (error instanceof ReferenceNeeded) return { kind: 'needs', reference: error.reference };
      throw error;
    }
  }
}

/** Reads, evaluates and checks a whole template. Throws TemplateFault naming what is wrong, and where. */
export function planDeployment({ template: text, parameters, facts, ...inputs }: PlanInputs): DeploymentPlan {
  const template = readTemplate(text);
  const evaluation = new Evaluation(facts, template.userFunctions);
  const resolved = resolveParameters(evaluation, template, parameters, evaluationInputs(inputs));
  const names = new TemplateNames(evaluation, resolved.values, template.variables);
  const drafts = expandResources(
    evaluation,
    template,
    names.environment({ kind: 'refused' }, () => undefined),
  );
  const plan = new DeploymentPlan(evaluation, template, resolved, names, drafts, new ResourceIndex(drafts));
  plan.check();
  return plan;
}

function evaluationInputs({ utcNow, guidSeed }: Pick<PlanInputs, 'utcNow' | 'guidSeed'>): EvaluationInputs {
  let drawn = 0;
  return { utcNow, newGuid: () => namedGuid([guidSeed, String(drawn++)]) };
}

/** The hash of a template as documents show it: of its shortest JSON, in which letter case does not count. */
export function templateHash(template: JsonValue): string {
  return murmur64(JSON.stringify(template).toUpperCase()).toString();
}
