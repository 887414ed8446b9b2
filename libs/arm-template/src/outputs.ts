import { copyCount, evaluateDocument, evaluatedText, withCopy } from './evaluate-document.js';
import type { Environment, Evaluation } from './evaluation.js';
import { isObject, type JsonObject, type JsonValue } from './json-value.js';
import { declaredType, isOfType, type ShownValue, shownValue } from './parameters.js';
import type { Template } from './template.js';
import { TemplateFault, within } from './template-fault.js';

/**
 * The outputs of a template, those whose condition is met. While references are unknown an output that depends on
 * them is not checked against its type. Throws TemplateFault, and ReferenceNeeded.
 */
export function evaluateOutputs(
  evaluation: Evaluation,
  template: Template,
  environment: Environment,
): Readonly<Record<string, ShownValue>> {
  const shown: [string, ShownValue][] = [];
  for (const [name, definition] of Object.entries(template.outputs)) {
    const path = `outputs.${name}`;
    within(path, () => {
      const type = declaredType(definition);
      if (!isWanted(evaluation, definition, environment)) return;
      const value = outputValue(evaluation, definition, environment, path);
      if (environment.references.kind === 'read' && !isOfType(type, value)) {
        throw new TemplateFault(`the template output '${name}' has a value that is not of its type`);
      }
      shown.push([name, shownValue(type, value)]);
    });
  }
  return Object.fromEntries(shown);
}

function isWanted(evaluation: Evaluation, { condition }: JsonObject, environment: Environment): boolean {
  if (condition === undefined || condition === null) return true;
  const early: Environment = { ...environment, references: { kind: 'refused' } };
  const value = typeof condition === 'string' ? evaluatedText(evaluation, condition, early) : condition;
  if (typeof value === 'boolean') return value;
  throw new TemplateFault('the condition of an output is a Boolean');
}

function outputValue(
  evaluation: Evaluation,
  { value, copy }: JsonObject,
  environment: Environment,
  path: string,
): JsonValue {
  if (copy === undefined) {
    if (value === undefined) throw new TemplateFault('an output has a value');
    return evaluateDocument(evaluation, value, environment, `${path}.value`);
  }
  if (!isObject(copy) || copy['input'] === undefined) {
    throw new TemplateFault('the copy loop of an output has a count and an input');
  }
  const { count = null, input } = copy;
  const known = typeof count === 'string' ? evaluatedText(evaluation, count, environment) : count;
  const rounds = copyCount(known, path);
  return Array.from({ length: rounds }, (_, index) => {
    const round: Environment = { ...withCopy(environment, path, index), resourceCopy: index };
    return evaluateDocument(evaluation, input, round, `${path}.copy.input`);
  });
}
