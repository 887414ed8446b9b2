import { canonicalText, isArray, isObject, type JsonObject, type JsonValue } from './json-value.js';

/** How a deployment would change one property: what a preview shows. Source: WhatIfPropertyChange of the REST API. */
export interface PropertyChange {
  /** Dotted; an index for an item of an array. */
  readonly path: string;
  readonly propertyChangeType: 'Create' | 'Delete' | 'Modify' | 'Array' | 'NoEffect';
  readonly before: JsonValue | null;
  readonly after: JsonValue | null;
  readonly children: readonly PropertyChange[] | null;
}

export interface Comparison {
  /** Whether a member of this dotted path, which only the resource has, is filled in by the service. */
  readonly isReadOnly: (path: string) => boolean;
  /** Whether a value is not known before the deployment. */
  readonly isUnknown: (value: JsonValue) => boolean;
}

/**
 * What would change in a resource if it were put again as a document says. Members that the document lacks are
 * left alone by a PUT here, except `tags`, which it replaces as a whole.
 */
export function changesOf(
  before: JsonObject,
  after: JsonObject,
  comparison: Comparison,
): readonly PropertyChange[] {
  return memberChanges(before, after, '', comparison);
}

function memberChanges(
  before: JsonObject,
  after: JsonObject,
  prefix: string,
  comparison: Comparison,
): readonly PropertyChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
  return names.flatMap((name) => {
    const path = prefix === '' ? name : `${prefix}.${name}`;
    const [old, wanted] = [before[name], after[name]];
    if (comparison.isReadOnly(path)) return [];
    if (wanted === undefined) {
      return path.startsWith('tags.') && old !== undefined ? [change('Delete', path, old, null)] : [];
    }
    return valueChanges(old, wanted, path, comparison);
  });
}

function valueChanges(
  before: JsonValue | undefined,
  after: JsonValue,
  path: string,
  comparison: Comparison,
): readonly PropertyChange[] {
  if (comparison.isUnknown(after)) return before === undefined ? [change('Create', path, null, after)] : [];
  if (before === undefined || before === null) {
    return isEmpty(after) ? [] : [change('Create', path, null, after)];
  }
  if (isObject(before) && isObject(after)) return memberChanges(before, after, path, comparison);
  if (isArray(before) && isArray(after)) return arrayChange(before, after, path, comparison);
  return isEqual(before, after) ? [] : [change('Modify', path, before, after)];
}

function arrayChange(
  before: readonly JsonValue[],
  after: readonly JsonValue[],
  path: string,
  comparison: Comparison,
): readonly PropertyChange[] {
  const children = Array.from({ length: Math.max(before.length, after.length) }, (_, index) => {
    const [old, wanted] = [before[index], after[index]];
    const at = String(index);
    if (wanted === undefined) return [change('Delete', at, old ?? null, null)];
    if (old === undefined) return [change('Create', at, null, wanted)];
    const inner = valueChanges(old, wanted, '', comparison);
    return inner.length === 0 ? [] : [{ ...change('Modify', at, old, wanted), children: inner }];
  }).flat();
  return children.length === 0 ? [] : [{ ...change('Array', path, before, after), children }];
}

/** Ids and words of Azure's vocabulary compare without regard to letter case. */
function isEqual(before: JsonValue, after: JsonValue): boolean {
  if (typeof before === 'string' && typeof after === 'string')
    return before.toLowerCase() === after.toLowerCase();
  return canonicalText(before) === canonicalText(after);
}

function isEmpty(value: JsonValue): boolean {
  if (value === null || value === '') return true;
  if (isArray(value)) return value.length === 0;
  return isObject(value) && Object.keys(value).length === 0;
}

function change(
  propertyChangeType: PropertyChange['propertyChangeType'],
  path: string,
  before: JsonValue | null,
  after: JsonValue | null,
): PropertyChange {
  return { path, propertyChangeType, before, after, children: null };
}
