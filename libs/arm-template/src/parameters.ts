import { evaluateDocument } from './evaluate-document.js';
import type { Environment, Evaluation, EvaluationInputs } from './evaluation.js';
import {
  canonicalText,
  isArray,
  isObject,
  type JsonObject,
  type JsonValue,
  memberOf,
  typeName,
} from './json-value.js';
import type { Template } from './template.js';
import { TemplateFault, within } from './template-fault.js';

/** Types of parameters and outputs: in lower case, and as answers spell them. */
const TYPES = {
  string: 'String',
  securestring: 'SecureString',
  int: 'Int',
  bool: 'Bool',
  object: 'Object',
  secureobject: 'SecureObject',
  array: 'Array',
} as const;
type TypeKey = keyof typeof TYPES;

/** A value as documents of deployments show it; secure values are left out. */
export type ShownValue = { readonly type: string; readonly value?: JsonValue };

export interface ResolvedParameters {
  /** By name in lower case. */
  readonly values: ReadonlyMap<string, JsonValue>;
  /** Names in lower case of parameters whose values nobody may see. */
  readonly secure: ReadonlySet<string>;
  readonly shown: Readonly<Record<string, ShownValue>>;
}

/** The type that a parameter or an output declares. Throws TemplateFault. */
export function declaredType({ type, $ref }: JsonObject): TypeKey {
  if ($ref !== undefined) throw new TemplateFault('types that the template defines are not emulated');
  const key = typeof type === 'string' ? type.toLowerCase() : '';
  if (Object.hasOwn(TYPES, key)) return key as TypeKey;
  throw new TemplateFault(`the type is not one of ${Object.keys(TYPES).join(', ')}`);
}

export function isSecure(type: TypeKey): boolean {
  return type === 'securestring' || type === 'secureobject';
}

export function shownValue(type: TypeKey, value: JsonValue): ShownValue {
  return isSecure(type) ? { type: TYPES[type] } : { type: TYPES[type], value };
}

/** Whether a value is of a declared type. */
export function isOfType(type: TypeKey, value: JsonValue): boolean {
  switch (type) {
    case 'string':
    case 'securestring':
      return typeof value === 'string';
    case 'int':
      return typeof value === 'number' && Number.isSafeInteger(value);
    case 'bool':
      return typeof value === 'boolean';
    case 'object':
    case 'secureobject':
      return isObject(value);
    case 'array':
      return isArray(value);
  }
}

/**
 * The values of all parameters: those given (`{ name: { value } }`), or the defaults. Throws TemplateFault for a
 * parameter that has neither, that the template does not define, or whose value it does not allow.
 */
export function resolveParameters(
  evaluation: Evaluation,
  template: Template,
  given: JsonObject,
  inputs: EvaluationInputs,
): ResolvedParameters {
  const definitions = template.parameters;
  const unknown = Object.keys(given).filter((name) => memberOf(definitions, name) === undefined);
  if (unknown.length > 0) {
    throw new TemplateFault(
      `parameters are given that the template does not define: ${unknown.map(quoted).join(', ')}`,
      'parameters',
    );
  }
  const values = new Map<string, JsonValue>();
  const underWay = new Set<string>();
  const resolve = (wanted: string): JsonValue => {
    const found = memberOf(definitions, wanted);
    if (found === undefined) throw undefinedParameter(wanted);
    const key = found.name.toLowerCase();
    const known = values.get(key);
    if (known !== undefined) return known;
    if (underWay.has(key)) throw new TemplateFault(`the parameter '${found.name}' depends on itself`);
    underWay.add(key);
    const environment = defaultEnvironment(resolve, inputs);
    const value = within(`parameters.${found.name}`, () =>
      parameterValue(evaluation, found.name, found.value, given, environment),
    );
    values.set(key, value);
    return value;
  };
  const shown: Record<string, ShownValue> = {};
  const secure = new Set<string>();
  for (const [name, definition] of Object.entries(definitions)) {
    const type = within(`parameters.${name}`, () => declaredType(definition));
    if (isSecure(type)) secure.add(name.toLowerCase());
    Object.defineProperty(shown, name, {
      value: shownValue(type, resolve(name)),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return { values, secure, shown };
}

export function undefinedParameter(name: string): TemplateFault {
  return new TemplateFault(`the template parameter '${name.slice(0, 80)}' is not found`);
}

function defaultEnvironment(parameter: (name: string) => JsonValue, inputs: EvaluationInputs): Environment {
  return {
    references: { kind: 'refused' },
    parameter,
    variable: () => {
      throw new TemplateFault('the default value of a parameter cannot look at variables');
    },
    copies: new Map(),
    lambdaVariables: new Map(),
    inputs,
    resolve: () => undefined,
    callDepth: 0,
  };
}

function parameterValue(
  evaluation: Evaluation,
  name: string,
  definition: JsonObject,
  given: JsonObject,
  environment: Environment,
): JsonValue {
  const type = declaredType(definition);
  const value = givenValue(name, given);
  if (value !== undefined) {
    evaluation.budget.checked(value);
    checkValue(name, type, definition, value);
    return value;
  }
  const standard = definition['defaultValue'];
  if (standard === undefined) {
    throw new TemplateFault(
      `the value of the template parameter '${name}' is not provided, and it has no default`,
    );
  }
  const evaluated = evaluateDocument(evaluation, standard, environment, `parameters.${name}.defaultValue`);
  checkValue(name, type, definition, evaluated);
  return evaluated;
}

/** `undefined` for a parameter that is not given; null counts as that. */
function givenValue(name: string, given: JsonObject): JsonValue | undefined {
  const member = memberOf(given, name)?.value;
  if (member === undefined || member === null) return undefined;
  if (!isObject(member)) throw new TemplateFault(`the parameter '${name}' is given as { "value": ... }`);
  if (member['reference'] !== undefined) {
    throw new TemplateFault(
      `the parameter '${name}' is in a key vault, which is not emulated: give its value`,
    );
  }
  return member['value'] ?? undefined;
}

function checkValue(name: string, type: TypeKey, definition: JsonObject, value: JsonValue): void {
  if (!isOfType(type, value)) {
    throw new TemplateFault(
      `the template parameter '${name}' is of type ${TYPES[type]}, the value given of type ${typeName(value)}`,
    );
  }
  checkAllowed(name, type, definition, value);
  const { minValue, maxValue, minLength, maxLength } = definition;
  if (typeof value === 'number') checkBounds(name, 'value', value, minValue, maxValue);
  if (typeof value === 'string' || isArray(value)) {
    checkBounds(name, 'length', value.length, minLength, maxLength);
  }
}

function checkAllowed(name: string, type: TypeKey, { allowedValues }: JsonObject, value: JsonValue): void {
  if (!isArray(allowedValues)) return;
  const isFolded = (candidate: JsonValue) =>
    typeof candidate === 'string' &&
    typeof value === 'string' &&
    candidate.toLowerCase() === value.toLowerCase();
  const items = type === 'array' && isArray(value) ? value : [value];
  const isAllowed = items.every((item) =>
    allowedValues.some((allowed) => isFolded(allowed) || canonicalText(allowed) === canonicalText(item)),
  );
  if (
    isAllowed ||
    (type === 'array' && allowedValues.some((allowed) => canonicalText(allowed) === canonicalText(value)))
  ) {
    return;
  }
  const list = isSecure(type)
    ? ''
    : `: ${allowedValues.map((allowed) => JSON.stringify(allowed)).join(', ')}`;
  throw new TemplateFault(`the value of the template parameter '${name}' is not one of those allowed${list}`);
}

function checkBounds(
  name: string,
  what: string,
  measure: number,
  least: JsonValue | undefined,
  most: JsonValue | undefined,
): void {
  if (typeof least === 'number' && measure < least) {
    throw new TemplateFault(`the ${what} of the template parameter '${name}' is less than ${least}`);
  }
  if (typeof most === 'number' && measure > most) {
    throw new TemplateFault(`the ${what} of the template parameter '${name}' is greater than ${most}`);
  }
}

function quoted(name: string): string {
  return `'${name.slice(0, 80)}'`;
}
