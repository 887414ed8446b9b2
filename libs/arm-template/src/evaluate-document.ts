import { evaluateExpression } from './evaluate-expression.js';
import type { Environment, Evaluation } from './evaluation.js';
import { UNKNOWN } from './evaluation.js';
import { readText } from './expression.js';
import { isArray, isObject, type JsonObject, type JsonValue, objectOf } from './json-value.js';
import { LIMITS, STEPS } from './limits.js';
import { TemplateFault, within } from './template-fault.js';

/**
 * A part of a template with every expression in it evaluated, names of members included, and property loops
 * unrolled. Where a value is unknown the expression itself stands. Throws TemplateFault with the path of the
 * member, and ReferenceNeeded.
 */
export function evaluateDocument(
  evaluation: Evaluation,
  value: JsonValue,
  environment: Environment,
  path: string,
): JsonValue {
  return evaluation.budget.checked(document(evaluation, value, environment, path));
}

function document(
  evaluation: Evaluation,
  value: JsonValue,
  environment: Environment,
  path: string,
): JsonValue {
  evaluation.budget.spend(STEPS.member);
  if (typeof value === 'string') return within(path, () => evaluatedText(evaluation, value, environment));
  if (isArray(value)) {
    return value.map((item, index) => document(evaluation, item, environment, `${path}[${index}]`));
  }
  if (!isObject(value)) return value;
  const members: (readonly [string, JsonValue])[] = [];
  for (const [name, member] of Object.entries(value)) {
    const memberPath = path === '' ? name : `${path}.${name}`;
    if (name.toLowerCase() === 'copy' && isArray(member)) {
      members.push(...unrolled(evaluation, member, environment, memberPath));
      continue;
    }
    const key = within(memberPath, () => evaluatedText(evaluation, name, environment));
    members.push([
      typeof key === 'string' ? key : name,
      document(evaluation, member, environment, memberPath),
    ]);
  }
  return objectOf(members);
}

/** The value of one text. Throws TemplateFault. */
export function evaluatedText(evaluation: Evaluation, text: string, environment: Environment): JsonValue {
  const read = readText(text);
  evaluation.budget.spend(text.length);
  if (read.kind === 'text') return read.text;
  const value = evaluateExpression(evaluation, evaluation.parse(read.source), environment);
  if (value === UNKNOWN) return text;
  evaluation.budget.spend(evaluation.budget.weightOf(value));
  return value;
}

/** One loop over a property, a variable or an output. */
interface PropertyLoop {
  readonly name: string;
  readonly count: number;
  readonly input: JsonValue;
}

/** The members that property loops make: arrays, one for each loop. */
export function unrolled(
  evaluation: Evaluation,
  loops: readonly JsonValue[],
  environment: Environment,
  path: string,
): readonly (readonly [string, JsonValue])[] {
  return loops.map((loop, index) => {
    const loopPath = `${path}[${index}]`;
    const { name, count, input } = within(loopPath, () => propertyLoop(evaluation, loop, environment));
    const items = Array.from({ length: count }, (_, at) =>
      document(evaluation, input, withCopy(environment, name, at), `${loopPath}.input`),
    );
    return [name, evaluation.budget.checked(items)];
  });
}

/** An environment within one round of a loop. */
export function withCopy(environment: Environment, name: string, index: number): Environment {
  return { ...environment, copies: new Map(environment.copies).set(name.toLowerCase(), index) };
}

function propertyLoop(evaluation: Evaluation, loop: JsonValue, environment: Environment): PropertyLoop {
  if (!isObject(loop)) throw new TemplateFault('a copy loop is an object');
  const name = known(evaluation, loop, 'name', environment);
  const { input } = loop;
  if (typeof name !== 'string' || name === '') throw new TemplateFault('a copy loop has a name');
  if (input === undefined) throw new TemplateFault(`the copy loop '${name}' has no input`);
  return { name, count: copyCount(known(evaluation, loop, 'count', environment), name), input };
}

/** A member that is needed before anything is deployed. */
function known(
  evaluation: Evaluation,
  loop: JsonObject,
  member: string,
  environment: Environment,
): JsonValue {
  const value = loop[member] ?? null;
  const early: Environment = { ...environment, references: { kind: 'refused' } };
  return typeof value === 'string' ? evaluatedText(evaluation, value, early) : value;
}

/** How often a loop runs. Throws TemplateFault. */
export function copyCount(count: JsonValue, name: string): number {
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 0) {
    throw new TemplateFault(`the count of the copy loop '${name}' is not an integer of at least 0`);
  }
  if (count <= LIMITS.copies) return count;
  throw new TemplateFault(`the copy loop '${name}' has more than ${LIMITS.copies} rounds`);
}
