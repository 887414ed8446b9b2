import {
  changesOf,
  type Comparison,
  isObject,
  type JsonObject,
  type JsonValue,
  type PlannedResource,
  type PropertyChange,
} from '#libs/arm-template';
import { normalLocation } from './planned-deployment.js';

/** What a deployment would do to one resource. Source: WhatIfChange of the REST API. */
export interface ResourceChange {
  readonly resourceId: string;
  readonly changeType: 'Create' | 'Delete' | 'Ignore' | 'Deploy' | 'NoChange' | 'Modify' | 'Unsupported';
  readonly unsupportedReason?: string;
  readonly before?: JsonObject;
  readonly after?: JsonObject;
  readonly delta?: readonly PropertyChange[];
}

/** Members that are written and never shown: that a resource lacks them says nothing. */
const NEVER_SHOWN = /(^|\.)(adminPassword|customData|protectedSettings)$/i;

const COMPARISON: Comparison = {
  isReadOnly: (path) => NEVER_SHOWN.test(path) || ['id', 'name', 'type', 'apiVersion'].includes(path),
  isUnknown: (value) => typeof value === 'string' && /^\[(?!\[).*\]$/s.test(value),
};

/** What would be done to a resource of the template, given what there is of it now. */
export function changeOfPlanned(
  resource: PlannedResource,
  preview: JsonObject,
  before: JsonObject | undefined,
): ResourceChange {
  const { id: resourceId, type, name, apiVersion } = resource;
  const { location } = preview;
  const wanted = typeof location === 'string' ? { ...preview, location: normalLocation(location) } : preview;
  const shown = withoutSecrets({
    ...wanted,
    id: resourceId,
    name: name.split('/').at(-1) ?? name,
    type,
    apiVersion,
  });
  if (before === undefined) return { resourceId, changeType: 'Create', after: shown };
  const known = { ...before, apiVersion };
  const delta = changesOf(known, wanted, COMPARISON);
  const after = withoutSecrets(merged(known, wanted));
  if (delta.length === 0) return { resourceId, changeType: 'NoChange', before: known, after, delta };
  return { resourceId, changeType: 'Modify', before: known, after, delta };
}

function merged(under: JsonObject, over: JsonObject): JsonObject {
  const members = Object.entries(over).map(([name, value]): readonly [string, JsonValue] => {
    const old = under[name];
    return [name, isObject(old) && isObject(value) ? merged(old, value) : value];
  });
  return { ...under, ...Object.fromEntries(members) };
}

function withoutSecrets(object: JsonObject): JsonObject {
  const members = Object.entries(object).flatMap(
    ([name, value]): readonly (readonly [string, JsonValue])[] => {
      if (NEVER_SHOWN.test(name) && !COMPARISON.isUnknown(value)) return [[name, '*******']];
      return [[name, isObject(value) ? withoutSecrets(value) : value]];
    },
  );
  return Object.fromEntries(members);
}
