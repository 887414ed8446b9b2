import type { Evaluated } from './evaluation.js';
import { UNKNOWN } from './evaluation.js';
import type { Expression } from './expression.js';
import { shownText } from './functions/template-function.js';
import { isArray, type JsonValue, objectOf, typeName } from './json-value.js';
import { LIMITS, STEPS } from './limits.js';
import type { FormCall, SpecialForm } from './special-forms.js';
import { TemplateFault } from './template-fault.js';

/** Functions that take a function. Source: "Lambda functions for ARM templates". */
export const LAMBDA_FORMS: ReadonlyMap<string, SpecialForm> = new Map<string, SpecialForm>([
  ['lambdavariables', { fewestArgs: 1, mostArgs: 1, evaluate: lambdaVariable }],
  ['filter', { fewestArgs: 2, mostArgs: 2, evaluate: filter }],
  ['map', { fewestArgs: 2, mostArgs: 2, evaluate: map }],
  ['reduce', { fewestArgs: 3, mostArgs: 3, evaluate: reduce }],
  ['sort', { fewestArgs: 2, mostArgs: 2, evaluate: sort }],
  ['toobject', { fewestArgs: 2, mostArgs: 3, evaluate: toObject }],
]);

interface Lambda {
  readonly variables: readonly string[];
  readonly body: Expression;
}

function lambdaVariable({ call, environment, evaluate }: FormCall): Evaluated {
  const [argument] = call.args;
  const name = argument === undefined ? null : evaluate(argument, environment);
  const value = typeof name === 'string' ? environment.lambdaVariables.get(name.toLowerCase()) : undefined;
  if (value !== undefined) return value;
  throw new TemplateFault("the function 'lambdaVariables' names no variable of a lambda around it");
}

/** `lambda('item', ..., body)` as it is written in an argument. */
function lambdaAt({ call }: FormCall, at: number, mostVariables: number): Lambda {
  const argument = call.args[at];
  if (argument?.kind !== 'call' || argument.name.toLowerCase() !== 'lambda') {
    throw new TemplateFault(`the function '${call.name}' expects a lambda as argument ${at + 1}`);
  }
  const body = argument.args.at(-1);
  const variables = argument.args.slice(0, -1).map((name) => {
    if (name.kind === 'literal' && typeof name.value === 'string') return name.value.toLowerCase();
    throw new TemplateFault('a lambda names its variables by literal texts');
  });
  if (body === undefined || variables.length === 0 || variables.length > mostVariables) {
    throw new TemplateFault(`the lambda of '${call.name}' takes 1 to ${mostVariables} variables and a body`);
  }
  return { variables, body };
}

function applied(form: FormCall, { variables, body }: Lambda, values: readonly Evaluated[]): Evaluated {
  const { environment, evaluate } = form;
  if (environment.callDepth >= LIMITS.callDepth) {
    throw new TemplateFault(`lambdas are nested deeper than ${LIMITS.callDepth} levels`);
  }
  form.evaluation.budget.spend(STEPS.lambda);
  const lambdaVariables = new Map(environment.lambdaVariables);
  for (const [index, name] of variables.entries()) lambdaVariables.set(name, values[index] ?? null);
  return evaluate(body, { ...environment, lambdaVariables, callDepth: environment.callDepth + 1 });
}

/** The items of the first argument; `undefined` when they are not known yet. */
function itemsOf({ call, environment, evaluate }: FormCall): readonly JsonValue[] | undefined {
  const [argument] = call.args;
  const value = argument === undefined ? null : evaluate(argument, environment);
  if (value === UNKNOWN) return undefined;
  if (isArray(value)) return value;
  throw new TemplateFault(
    `the function '${call.name}' expects an Array as argument 1, not ${typeName(value)}`,
  );
}

function filter(form: FormCall): Evaluated {
  const lambda = lambdaAt(form, 1, 2);
  const items = itemsOf(form);
  if (items === undefined) return UNKNOWN;
  const kept: JsonValue[] = [];
  let isUnknown = false;
  for (const [index, item] of items.entries()) {
    const verdict = applied(form, lambda, [item, index]);
    if (verdict === UNKNOWN) isUnknown = true;
    else if (verdict === true) kept.push(item);
    else if (verdict !== false) throw new TemplateFault("the lambda of 'filter' gives a Boolean");
  }
  return isUnknown ? UNKNOWN : form.evaluation.budget.checked(kept);
}

function map(form: FormCall): Evaluated {
  const lambda = lambdaAt(form, 1, 2);
  const items = itemsOf(form);
  if (items === undefined) return UNKNOWN;
  return known(
    form,
    items.map((item, index) => applied(form, lambda, [item, index])),
  );
}

/** The array of the values, if all of them are known. */
function known(form: FormCall, values: readonly Evaluated[]): Evaluated {
  const certain = values.filter((value) => value !== UNKNOWN);
  return certain.length < values.length ? UNKNOWN : form.evaluation.budget.checked(certain);
}

function reduce(form: FormCall): Evaluated {
  const { call, environment, evaluate } = form;
  const lambda = lambdaAt(form, 2, 3);
  const items = itemsOf(form);
  const initial = call.args[1];
  let result: Evaluated = initial === undefined ? null : evaluate(initial, environment);
  if (items === undefined) return UNKNOWN;
  for (const [index, item] of items.entries()) result = applied(form, lambda, [result, item, index]);
  return result;
}

function sort(form: FormCall): Evaluated {
  const lambda = lambdaAt(form, 1, 2);
  const items = itemsOf(form);
  if (items === undefined) return UNKNOWN;
  let isUnknown = false;
  const isBefore = (left: JsonValue, right: JsonValue): boolean => {
    const verdict = applied(form, lambda, [left, right]);
    if (verdict === UNKNOWN) isUnknown = true;
    else if (typeof verdict !== 'boolean') throw new TemplateFault("the lambda of 'sort' gives a Boolean");
    return verdict === true;
  };
  const sorted = items.toSorted((left, right) =>
    isBefore(left, right) ? -1 : isBefore(right, left) ? 1 : 0,
  );
  return isUnknown ? UNKNOWN : sorted;
}

function toObject(form: FormCall): Evaluated {
  const nameOf = lambdaAt(form, 1, 1);
  const valueOf = form.call.args.length > 2 ? lambdaAt(form, 2, 1) : undefined;
  const items = itemsOf(form);
  if (items === undefined) return UNKNOWN;
  const members: (readonly [string, JsonValue])[] = [];
  let isUnknown = false;
  for (const item of items) {
    const name = applied(form, nameOf, [item]);
    const value = valueOf === undefined ? item : applied(form, valueOf, [item]);
    if (name === UNKNOWN || value === UNKNOWN) isUnknown = true;
    else members.push([shownText(name), value]);
  }
  return isUnknown ? UNKNOWN : form.evaluation.budget.checked(objectOf(members));
}
