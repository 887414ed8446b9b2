import type { Environment, EvaluateArgument, Evaluated, Evaluation } from './evaluation.js';
import { UNKNOWN } from './evaluation.js';
import type { Call, Expression } from './expression.js';
import { itemOf } from './functions/collection-functions.js';
import { functionNamed } from './functions/function-table.js';
import { Args } from './functions/template-function.js';
import type { JsonValue } from './json-value.js';
import { isArray, isObject, typeName } from './json-value.js';
import { LAMBDA_FORMS } from './lambda-forms.js';
import { STEPS } from './limits.js';
import { SPECIAL_FORMS } from './special-forms.js';
import { TemplateFault } from './template-fault.js';
import { callUserFunction } from './user-functions.js';

/** Functions whose cost has nothing to do with the size of what they are given. */
const CHEAP: ReadonlySet<string> = new Set([
  'length',
  'empty',
  'first',
  'last',
  'createarray',
  'createobject',
  'array',
]);

/**
 * The value of an expression; `UNKNOWN` where it depends on resources and references are unknown. Throws
 * TemplateFault, and ReferenceNeeded.
 */
export function evaluateExpression(
  evaluation: Evaluation,
  expression: Expression,
  environment: Environment,
): Evaluated {
  const evaluate: EvaluateArgument = (inner, within) => evaluateExpression(evaluation, inner, within);
  evaluation.budget.spend(STEPS.expression);
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'index':
      return positioned(expression.at, () => {
        const of = evaluate(expression.of, environment);
        const key = evaluate(expression.index, environment);
        if (of === UNKNOWN || key === UNKNOWN) return UNKNOWN;
        return expression.isSafe ? (itemOf(of, key) ?? null) : requiredItem(of, key);
      });
    case 'call':
      return positioned(expression.at, () => evaluateCall(evaluation, expression, environment, evaluate));
  }
}

function evaluateCall(
  evaluation: Evaluation,
  call: Call,
  environment: Environment,
  evaluate: EvaluateArgument,
): Evaluated {
  const name = call.name.toLowerCase();
  const special = SPECIAL_FORMS.get(name) ?? LAMBDA_FORMS.get(name);
  if (special !== undefined) {
    requireArity(call, special.fewestArgs, special.mostArgs);
    return special.evaluate({ evaluation, call, environment, evaluate });
  }
  if (name.includes('.')) return callUserFunction(evaluation, call, environment, evaluate);
  const entry = functionNamed(name);
  if (entry === undefined) throw unknownFunction(call.name);
  requireArity(call, entry.fewestArgs, entry.mostArgs);
  const values: JsonValue[] = [];
  let isUnknown = false;
  for (const argument of call.args) {
    const value = evaluate(argument, environment);
    if (value === UNKNOWN) isUnknown = true;
    else values.push(value);
  }
  if (isUnknown) return UNKNOWN;
  const { budget, facts } = evaluation;
  if (!CHEAP.has(name)) for (const value of values) budget.spend(budget.weightOf(value));
  const result = budget.checked(entry.evaluate(new Args(call.name, values), { budget, facts }));
  if (!CHEAP.has(name)) budget.spend(budget.weightOf(result));
  return result;
}

function requiredItem(of: JsonValue, key: JsonValue): JsonValue {
  if (!isArray(of) && !isObject(of)) {
    throw new TemplateFault(`a value of type ${typeName(of)} has no members`);
  }
  const item = itemOf(of, key);
  if (item !== undefined) return item;
  if (isObject(of)) {
    throw new TemplateFault(
      typeof key === 'string'
        ? `the object has no member '${key.slice(0, 80)}'`
        : `the members of an object have names, not a value of type ${typeName(key)}`,
    );
  }
  throw new TemplateFault(
    typeof key === 'number'
      ? `the array index ${key} is out of bounds: the array has ${of.length} items`
      : `an array is indexed by integers, not by a value of type ${typeName(key)}`,
  );
}

function requireArity(call: Call, fewest: number, most: number): void {
  const { length } = call.args;
  if (length >= fewest && length <= most) return;
  const takes =
    fewest === most ? `${fewest}` : most === Infinity ? `${fewest} or more` : `${fewest} to ${most}`;
  throw new TemplateFault(`the function '${call.name}' takes ${takes} arguments, not ${length}`);
}

function unknownFunction(name: string): TemplateFault {
  if (/^list/i.test(name)) {
    return new TemplateFault(
      `the template function '${name}' is not emulated: no resource has secrets to list`,
    );
  }
  return new TemplateFault(`the template function '${name}' is not valid: there is none of this name`);
}

/** Gives a fault that has no position yet the one of the expression around it. */
function positioned<Result>(at: number, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof TemplateFault) || error.position !== undefined) throw error;
    throw new TemplateFault(error.message, error.path, at);
  }
}
