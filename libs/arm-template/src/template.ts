import type { UserFunction } from './evaluation.js';
import { isArray, isObject, type JsonObject, type JsonValue } from './json-value.js';
import { LIMITS } from './limits.js';
import { TemplateFault, within } from './template-fault.js';

/** A resource as the template has it. */
export interface TemplateResource {
  readonly value: JsonObject;
  readonly path: string;
  /** The name by which the template refers to it, where resources have names of their own. */
  readonly symbol?: string;
}

/** A template whose outer shape has been checked; what is in it is still text. */
export interface Template {
  readonly document: JsonObject;
  readonly parameters: Readonly<Record<string, JsonObject>>;
  readonly variables: JsonObject;
  readonly userFunctions: ReadonlyMap<string, UserFunction>;
  readonly resources: readonly TemplateResource[];
  readonly outputs: Readonly<Record<string, JsonObject>>;
}

const MEMBERS: readonly string[] = [
  '$schema',
  'contentVersion',
  'apiProfile',
  'languageVersion',
  'metadata',
  'definitions',
  'functions',
  'parameters',
  'variables',
  'resources',
  'outputs',
];

/** Reads the shape of a template. Throws TemplateFault with the path of the member at fault. */
export function readTemplate(value: JsonValue): Template {
  if (!isObject(value)) throw new TemplateFault('the template is not an object');
  for (const name of Object.keys(value)) {
    if (!MEMBERS.includes(name))
      throw new TemplateFault(`a template has no member '${name.slice(0, 80)}'`, name);
  }
  for (const name of ['$schema', 'contentVersion']) {
    if (typeof value[name] !== 'string') throw new TemplateFault(`the template lacks its '${name}'`, name);
  }
  if (!/^\d+\.\d+\.\d+\.\d+$/.test(String(value['contentVersion']))) {
    throw new TemplateFault('the contentVersion is not of the form 1.0.0.0', 'contentVersion');
  }
  return {
    document: value,
    parameters: definitions(value, 'parameters', LIMITS.parameters),
    variables: variablesOf(value),
    userFunctions: userFunctionsOf(value),
    resources: resourcesOf(value),
    outputs: definitions(value, 'outputs', LIMITS.outputs),
  };
}

function definitions(
  template: JsonObject,
  member: string,
  most: number,
): Readonly<Record<string, JsonObject>> {
  const object = optionalObject(template, member);
  const entries = Object.entries(object);
  if (entries.length > most) throw new TemplateFault(`a template has at most ${most} ${member}`, member);
  for (const [name, definition] of entries) {
    if (!isObject(definition)) throw new TemplateFault('this is not an object', `${member}.${name}`);
  }
  refuseTwins(Object.keys(object), member);
  return object as Readonly<Record<string, JsonObject>>;
}

function variablesOf(template: JsonObject): JsonObject {
  const variables = optionalObject(template, 'variables');
  if (Object.keys(variables).length > LIMITS.variables) {
    throw new TemplateFault(`a template has at most ${LIMITS.variables} variables`, 'variables');
  }
  refuseTwins(Object.keys(variables), 'variables');
  return variables;
}

/** Names of templates ignore letter case, so that two names that differ in nothing else would be one. */
function refuseTwins(names: readonly string[], member: string): void {
  const seen = new Set<string>();
  for (const name of names) {
    const key = name.toLowerCase();
    if (seen.has(key)) throw new TemplateFault(`there are two ${member} of the name '${name}'`, member);
    seen.add(key);
  }
}

function optionalObject(template: JsonObject, member: string): JsonObject {
  const value = template[member];
  if (value === undefined || value === null) return {};
  if (isObject(value)) return value;
  throw new TemplateFault(`'${member}' is not an object`, member);
}

function userFunctionsOf({ functions }: JsonObject): ReadonlyMap<string, UserFunction> {
  const found = new Map<string, UserFunction>();
  if (functions === undefined || functions === null) return found;
  if (!isArray(functions)) throw new TemplateFault("'functions' is not an array", 'functions');
  for (const [index, space] of functions.entries()) {
    within(`functions[${index}]`, () => {
      if (!isObject(space) || typeof space['namespace'] !== 'string' || !isObject(space['members'])) {
        throw new TemplateFault('functions have a namespace and members');
      }
      for (const [name, member] of Object.entries(space['members'])) {
        found.set(`${space['namespace']}.${name}`.toLowerCase(), userFunction(name, member));
      }
    });
  }
  return found;
}

function userFunction(name: string, member: JsonValue): UserFunction {
  const output = isObject(member) ? member['output'] : undefined;
  const parameters = isObject(member) ? (member['parameters'] ?? []) : [];
  if (!isObject(output) || output['value'] === undefined || !isArray(parameters)) {
    throw new TemplateFault(`the function '${name}' has an output with a value`);
  }
  const names = parameters.map((parameter) => {
    if (isObject(parameter) && typeof parameter['name'] === 'string') return parameter['name'];
    throw new TemplateFault(`a parameter of the function '${name}' has no name`);
  });
  return { parameters: names, output: output['value'] };
}

function resourcesOf({ resources }: JsonObject): readonly TemplateResource[] {
  if (isArray(resources)) return resourceList(resources, 'resources');
  if (!isObject(resources)) {
    throw new TemplateFault("the template lacks its 'resources', which is an array", 'resources');
  }
  return Object.entries(resources).map(([symbol, value]) => {
    const path = `resources.${symbol}`;
    if (!isObject(value)) throw new TemplateFault('a resource is an object', path);
    return { value, path, symbol };
  });
}

/** The resources of an array: those of a template, or those within a resource. */
export function resourceList(values: readonly JsonValue[], path: string): readonly TemplateResource[] {
  if (values.length > LIMITS.resources) {
    throw new TemplateFault(`a template has at most ${LIMITS.resources} resources`, path);
  }
  return values.map((value, index) => {
    if (isObject(value)) return { value, path: `${path}[${index}]` };
    throw new TemplateFault('a resource is an object', `${path}[${index}]`);
  });
}
