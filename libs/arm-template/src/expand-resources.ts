import { type DeploymentFacts, isResourceGroupType, resourceIdBelow, scopeIdOf } from './deployment-facts.js';
import { copyCount, evaluatedText, withCopy } from './evaluate-document.js';
import type { Environment, Evaluation } from './evaluation.js';
import { wellFormed } from './hash/utf8.js';
import { isArray, isObject, type JsonObject, type JsonValue } from './json-value.js';
import { LIMITS } from './limits.js';
import type { Draft } from './planned-resource.js';
import { type Template, type TemplateResource, resourceList } from './template.js';
import { TemplateFault, within } from './template-fault.js';

interface Parent {
  readonly type: string;
  readonly name: string;
  readonly id: string;
  readonly isDeployed: boolean;
}

/** Every resource that a template comes to, in its order. Throws TemplateFault with the path of the resource. */
export function expandResources(
  evaluation: Evaluation,
  template: Template,
  environment: Environment,
): readonly Draft[] {
  const drafts: Draft[] = [];
  const add = (resource: TemplateResource, within: Environment, parent: Parent | undefined): void => {
    for (const round of rounds(evaluation, resource, within)) {
      const draft = draftOf(evaluation, resource, round, parent);
      drafts.push(draft);
      if (drafts.length > LIMITS.resources) {
        throw new TemplateFault(`a deployment has at most ${LIMITS.resources} resources`, resource.path);
      }
      for (const child of childrenOf(resource)) add(child, round.environment, draft);
    }
  };
  for (const resource of template.resources) add(resource, environment, undefined);
  refuseTwins(drafts);
  return drafts;
}

interface Round {
  readonly environment: Environment;
  readonly loop?: NonNullable<Draft['loop']>;
}

function rounds(
  evaluation: Evaluation,
  { value, path }: TemplateResource,
  environment: Environment,
): readonly Round[] {
  const { copy } = value;
  if (copy === undefined || copy === null) return [{ environment }];
  return within(`${path}.copy`, () => {
    if (!isObject(copy)) throw new TemplateFault('the copy loop of a resource is an object');
    const name = known(evaluation, copy['name'], environment);
    if (typeof name !== 'string' || name === '') throw new TemplateFault('a copy loop has a name');
    const count = copyCount(known(evaluation, copy['count'], environment), name);
    const batchSize = batchSizeOf(evaluation, copy, environment);
    return Array.from({ length: count }, (_, index): Round => ({
      environment: { ...withCopy(environment, name, index), resourceCopy: index },
      loop: { name, index, ...(batchSize === undefined ? {} : { batchSize }) },
    }));
  });
}

function batchSizeOf(evaluation: Evaluation, copy: JsonObject, environment: Environment): number | undefined {
  const mode = known(evaluation, copy['mode'] ?? 'Parallel', environment);
  if (typeof mode !== 'string' || !['serial', 'parallel'].includes(mode.toLowerCase())) {
    throw new TemplateFault("the mode of a copy loop is 'Serial' or 'Parallel'");
  }
  if (mode.toLowerCase() === 'parallel') return undefined;
  const size = known(evaluation, copy['batchSize'] ?? 1, environment);
  if (typeof size === 'number' && Number.isInteger(size) && size >= 1) return size;
  throw new TemplateFault('the batchSize of a copy loop is an integer of at least 1');
}

function draftOf(
  evaluation: Evaluation,
  { value, path, symbol }: TemplateResource,
  { environment, loop }: Round,
  parent: Parent | undefined,
): Draft {
  const read = (member: string) =>
    within(`${path}.${member}`, () => known(evaluation, value[member], environment));
  const isDeployed =
    value['existing'] !== true && (parent?.isDeployed ?? true) && conditionOf(read('condition'), path);
  const type = fullType(requiredText(read('type'), path, 'type'), parent);
  const name = fullName(requiredText(read('name'), path, 'name'), parent);
  const apiVersion = requiredText(read('apiVersion'), path, 'apiVersion');
  const scopeId = scopeIdFor(evaluation.facts, type, read);
  const id = resourceIdBelow(scopeId, type, name.split('/'));
  if (id === undefined) {
    throw new TemplateFault(
      `the resource '${name}' of type '${type}' needs as many names as its type has segments behind the provider`,
      `${path}.name`,
    );
  }
  if (!isPlainPath(id))
    throw new TemplateFault(`'${name.slice(0, 200)}' is not the name of a resource`, `${path}.name`);
  return {
    id,
    type,
    name,
    apiVersion,
    path,
    value,
    environment,
    ...(symbol === undefined ? {} : { symbol }),
    ...(loop === undefined ? {} : { loop }),
    ...(parent === undefined ? {} : { parentId: parent.id }),
    needs: needsOf(evaluation, value, environment, path),
    isDeployed,
  };
}

/** A member that must be known before anything is deployed. */
function known(evaluation: Evaluation, value: JsonValue | undefined, environment: Environment): JsonValue {
  return typeof value === 'string' ? evaluatedText(evaluation, value, environment) : (value ?? null);
}

function conditionOf(value: JsonValue, path: string): boolean {
  if (value === null) return true;
  if (typeof value === 'boolean') return value;
  throw new TemplateFault('the condition of a resource is a Boolean', `${path}.condition`);
}

function requiredText(value: JsonValue, path: string, member: string): string {
  if (typeof value === 'string' && value.trim() !== '') return value.trim();
  throw new TemplateFault(`a resource has its '${member}', which is a text`, `${path}.${member}`);
}

function fullType(type: string, parent: Parent | undefined): string {
  const isFull = type.includes('.') && type.includes('/');
  return parent === undefined || isFull ? type.replace(/\/$/, '') : `${parent.type}/${type}`;
}

function fullName(name: string, parent: Parent | undefined): string {
  if (parent === undefined || name.toLowerCase().startsWith(`${parent.name.toLowerCase()}/`)) return name;
  return `${parent.name}/${name}`;
}

/** Where a resource is made: `scope`, the group or subscription of a nested deployment, or that of this one. */
function scopeIdFor(facts: DeploymentFacts, type: string, read: (member: string) => JsonValue): string {
  const scope = read('scope');
  if (typeof scope === 'string') {
    if (scope.startsWith('/')) return scope === '/' ? '' : scope.replace(/\/$/, '');
    return `${scopeIdOf(facts)}/providers/${scope}`;
  }
  const subscriptionId = read('subscriptionId');
  const group = read('resourceGroup');
  if (type.toLowerCase() !== 'microsoft.resources/deployments') {
    return isResourceGroupType(type) ? `/subscriptions/${facts.subscription.id}` : scopeIdOf(facts);
  }
  const subscription = typeof subscriptionId === 'string' ? subscriptionId : facts.subscription.id;
  if (typeof group === 'string') return `/subscriptions/${subscription}/resourceGroups/${group}`;
  return typeof subscriptionId === 'string' ? `/subscriptions/${subscription}` : scopeIdOf(facts);
}

/** Whether an id can stand in a path as it is: no segment is empty or would be folded away. */
export function isPlainPath(id: string): boolean {
  const segments = id.slice(1).split('/');
  return (
    id.startsWith('/') &&
    id.length <= 2_000 &&
    wellFormed(id) === id &&
    segments.every(
      (segment) => segment !== '' && !/^\.{1,2}$/.test(segment) && !/[\u0000-\u001f\\]/.test(segment),
    )
  );
}

function needsOf(
  evaluation: Evaluation,
  { dependsOn }: JsonObject,
  environment: Environment,
  path: string,
): readonly string[] {
  if (dependsOn === undefined || dependsOn === null) return [];
  if (!isArray(dependsOn)) throw new TemplateFault("'dependsOn' is an array", `${path}.dependsOn`);
  return dependsOn.map((entry, index) => {
    const value = within(`${path}.dependsOn[${index}]`, () => known(evaluation, entry, environment));
    if (typeof value === 'string') return value;
    throw new TemplateFault("what 'dependsOn' lists are texts", `${path}.dependsOn[${index}]`);
  });
}

function childrenOf({ value, path }: TemplateResource): readonly TemplateResource[] {
  const { resources } = value;
  if (resources === undefined || resources === null) return [];
  if (isArray(resources)) return resourceList(resources, `${path}.resources`);
  throw new TemplateFault("the 'resources' of a resource are an array", `${path}.resources`);
}

function refuseTwins(drafts: readonly Draft[]): void {
  const seen = new Set<string>();
  for (const { id, path, isDeployed } of drafts) {
    const key = id.toLowerCase();
    if (isDeployed && seen.has(key)) {
      throw new TemplateFault(`the resource '${id}' is defined more than once in the template`, path);
    }
    if (isDeployed) seen.add(key);
  }
}
