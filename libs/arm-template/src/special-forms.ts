import type { Environment, EvaluateArgument, Evaluated, Evaluation } from './evaluation.js';
import { ReferenceNeeded, UNKNOWN } from './evaluation.js';
import type { Call, Expression } from './expression.js';
import { formattedTime } from './functions/utc-time.js';
import { itemOf } from './functions/collection-functions.js';
import { isObject, type JsonObject, type JsonValue, typeName } from './json-value.js';
import { TemplateFault } from './template-fault.js';

export interface FormCall {
  readonly evaluation: Evaluation;
  readonly call: Call;
  readonly environment: Environment;
  readonly evaluate: EvaluateArgument;
}

/** A function that evaluates its arguments itself, or depends on where it stands. */
export interface SpecialForm {
  readonly fewestArgs: number;
  readonly mostArgs: number;
  evaluate(call: FormCall): Evaluated;
}

function form(fewestArgs: number, mostArgs: number, evaluate: SpecialForm['evaluate']): SpecialForm {
  return { fewestArgs, mostArgs, evaluate };
}

/** By their names in lower case. */
export const SPECIAL_FORMS: ReadonlyMap<string, SpecialForm> = new Map([
  ['parameters', form(1, 1, (form) => form.environment.parameter(text(form, 0)))],
  ['variables', form(1, 1, (form) => form.environment.variable(text(form, 0)))],
  ['if', form(3, 3, evaluateIf)],
  ['and', form(2, Infinity, (form) => evaluateJunction(form, false))],
  ['or', form(2, Infinity, (form) => evaluateJunction(form, true))],
  ['coalesce', form(1, Infinity, evaluateCoalesce)],
  ['copyindex', form(0, 2, evaluateCopyIndex)],
  ['reference', form(1, 3, evaluateReference)],
  ['newguid', form(0, 0, (form) => requiredInputs(form).newGuid())],
  ['utcnow', form(0, 1, evaluateUtcNow)],
]);

function argument({ call, environment, evaluate }: FormCall, at: number): Evaluated {
  const expression: Expression | undefined = call.args[at];
  return expression === undefined ? null : evaluate(expression, environment);
}

/** An argument that must be a text, and known. */
function text(form: FormCall, at: number): string {
  const value = argument(form, at);
  if (typeof value === 'string') return value;
  throw wrongArgument(form, at, 'a String', value);
}

function wrongArgument({ call }: FormCall, at: number, expected: string, value: Evaluated): TemplateFault {
  const found = value === UNKNOWN ? 'a value that depends on resources' : typeName(value);
  return new TemplateFault(
    `the function '${call.name}' expects ${expected} as argument ${at + 1}, not ${found}`,
  );
}

function condition(form: FormCall, at: number): boolean | typeof UNKNOWN {
  const value = argument(form, at);
  if (typeof value === 'boolean' || value === UNKNOWN) return value;
  throw wrongArgument(form, at, 'a Boolean', value);
}

/** Only the branch that is taken is evaluated; both are when that is not known yet. */
function evaluateIf(form: FormCall): Evaluated {
  const decided = condition(form, 0);
  if (decided !== UNKNOWN) return argument(form, decided ? 1 : 2);
  argument(form, 1);
  argument(form, 2);
  return UNKNOWN;
}

function evaluateJunction(form: FormCall, decisive: boolean): Evaluated {
  let isUnknown = false;
  for (const at of form.call.args.keys()) {
    const value = condition(form, at);
    if (value === decisive && !isUnknown) return decisive;
    if (value === UNKNOWN) isUnknown = true;
  }
  return isUnknown ? UNKNOWN : !decisive;
}

function evaluateCoalesce(form: FormCall): Evaluated {
  for (const at of form.call.args.keys()) {
    const value = argument(form, at);
    if (value !== null) return value;
  }
  return null;
}

/** `copyIndex()`, `copyIndex(offset)`, `copyIndex(loop)`, `copyIndex(loop, offset)`. */
function evaluateCopyIndex(form: FormCall): Evaluated {
  const { environment, call } = form;
  const first = call.args.length === 0 ? 0 : argument(form, 0);
  const loop = typeof first === 'string' ? first : undefined;
  const offset = loop === undefined ? first : call.args.length > 1 ? argument(form, 1) : 0;
  if (typeof offset !== 'number' || !Number.isSafeInteger(offset)) {
    throw wrongArgument(form, loop === undefined ? 0 : 1, 'an Integer', offset);
  }
  const index = loop === undefined ? environment.resourceCopy : environment.copies.get(loop.toLowerCase());
  if (index !== undefined) return index + offset;
  throw new TemplateFault(
    loop === undefined
      ? "the function 'copyIndex' is only available in a resource with a copy loop"
      : `the function 'copyIndex' names the loop '${loop}', which is not around it`,
  );
}

/** What `reference` gives of a resource that was read: its properties, or all of it. */
function evaluateReference(form: FormCall): Evaluated {
  const { environment, call } = form;
  const { references } = environment;
  if (references.kind === 'refused') {
    throw new TemplateFault(
      "the function 'reference' is not available here: it is evaluated when resources exist, in their properties and in outputs",
    );
  }
  const isFull = call.args.length > 2 && isFullArgument(form);
  const nameOrId = argument(form, 0);
  const apiVersion = call.args.length > 1 ? argument(form, 1) : null;
  if (nameOrId === UNKNOWN || apiVersion === UNKNOWN) return UNKNOWN;
  if (typeof nameOrId !== 'string') throw wrongArgument(form, 0, 'a String', nameOrId);
  if (apiVersion !== null && typeof apiVersion !== 'string')
    throw wrongArgument(form, 1, 'a String', apiVersion);
  const known = environment.resolve(nameOrId);
  const reference = known ?? (apiVersion === null ? undefined : idOf(nameOrId, apiVersion));
  if (reference === undefined) {
    throw new TemplateFault(
      `the function 'reference' names '${nameOrId.slice(0, 300)}', which is neither a resource of this template nor an id with an API version`,
    );
  }
  if (references.kind === 'unknown') return UNKNOWN;
  const resource = references.resources.get(reference.id.toLowerCase());
  if (resource === undefined) throw new ReferenceNeeded(reference);
  return isFull ? fullDocument(resource, reference) : (itemOf(resource, 'properties') ?? {});
}

function idOf(id: string, apiVersion: string) {
  return id.startsWith('/') && !id.includes('?') && !id.includes('#') ? { id, apiVersion } : undefined;
}

function isFullArgument(form: FormCall): boolean {
  const value = argument(form, 2);
  if (typeof value === 'string' && value.toLowerCase() === 'full') return true;
  throw new TemplateFault("the function 'reference' takes 'Full' as its third argument");
}

function fullDocument(
  resource: JsonObject,
  { id, apiVersion }: { id: string; apiVersion: string },
): JsonValue {
  const [, subscriptionId, , group] = id.split('/').slice(1);
  const { type } = resource;
  return {
    ...resource,
    apiVersion,
    resourceId: id,
    ...(isObject(resource['properties']) ? {} : { properties: {} }),
    ...(typeof type === 'string' ? {} : { type: '' }),
    ...(subscriptionId === undefined ? {} : { subscriptionId }),
    ...(group === undefined ? {} : { resourceGroupName: group }),
  };
}

function requiredInputs({ environment, call }: FormCall) {
  if (environment.inputs !== undefined) return environment.inputs;
  throw new TemplateFault(`the function '${call.name}' is only available in default values of parameters`);
}

function evaluateUtcNow(form: FormCall): Evaluated {
  const { utcNow } = requiredInputs(form);
  const pattern = form.call.args.length === 0 ? 'yyyyMMddTHHmmssZ' : text(form, 0);
  const shown = formattedTime(utcNow, pattern);
  if (shown !== undefined) return shown;
  throw new TemplateFault("the function 'utcNow' is given a format that is not emulated");
}
