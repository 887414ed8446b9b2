import { evaluateDocument } from './evaluate-document.js';
import type { Environment, Evaluation } from './evaluation.js';
import { escapeText } from './expression.js';
import { isArray, isObject, type JsonObject, type JsonValue, objectOf } from './json-value.js';
import type { Draft } from './planned-resource.js';

/** Members of a resource in a template that say how to deploy it and are no part of it. */
const NOT_SENT: ReadonlySet<string> = new Set([
  'type',
  'name',
  'apiversion',
  'dependson',
  'condition',
  'copy',
  'scope',
  'comments',
  'metadata',
  'resources',
  'existing',
  'subscriptionid',
  'resourcegroup',
]);

/**
 * What is sent to make a resource: its members with all expressions evaluated, without those that are null, which
 * count as absent (ARM-26). A nested deployment keeps its own template as it is, unless the expressions in it are
 * to be evaluated out here. Throws TemplateFault, and ReferenceNeeded.
 */
export function resourceBody(evaluation: Evaluation, draft: Draft, environment: Environment): JsonObject {
  const { value, path } = draft;
  const sent = Object.entries(value).filter(([name]) => !NOT_SENT.has(name.toLowerCase()));
  const isNested = draft.type.toLowerCase() === 'microsoft.resources/deployments';
  const members = sent.map(([name, member]): readonly [string, JsonValue] => {
    const memberPath = `${path}.${name}`;
    if (isNested && name === 'properties' && isObject(member)) {
      return [name, nestedProperties(evaluation, member, environment, memberPath)];
    }
    return [name, evaluateDocument(evaluation, member, environment, memberPath)];
  });
  return withoutNulls(objectOf(members));
}

function nestedProperties(
  evaluation: Evaluation,
  properties: JsonObject,
  environment: Environment,
  path: string,
): JsonObject {
  const { expressionEvaluationOptions: options } = properties;
  const scope = isObject(options) ? options['scope'] : undefined;
  const isInner = typeof scope === 'string' && scope.toLowerCase() === 'inner';
  const sent = Object.entries(properties).filter(([name]) => name !== 'expressionEvaluationOptions');
  return objectOf(
    sent.map(([name, member]): readonly [string, JsonValue] => {
      if (name !== 'template')
        return [name, evaluateDocument(evaluation, member, environment, `${path}.${name}`)];
      if (isInner) return [name, member];
      return [name, escaped(evaluateDocument(evaluation, member, environment, `${path}.${name}`))];
    }),
  );
}

/** Texts that were evaluated once are not evaluated again in the deployment that they are sent to. */
function escaped(value: JsonValue): JsonValue {
  if (typeof value === 'string') return escapeText(value);
  if (isArray(value)) return value.map(escaped);
  if (!isObject(value)) return value;
  return objectOf(Object.entries(value).map(([name, member]) => [name, escaped(member)]));
}

function withoutNulls(object: JsonObject): JsonObject {
  const members = Object.entries(object).flatMap(
    ([name, member]): readonly (readonly [string, JsonValue])[] => {
      if (member === null) return [];
      return [
        [name, isObject(member) ? withoutNulls(member) : isArray(member) ? member.map(cleaned) : member],
      ];
    },
  );
  return objectOf(members);
}

function cleaned(value: JsonValue): JsonValue {
  if (isArray(value)) return value.map(cleaned);
  return isObject(value) ? withoutNulls(value) : value;
}
