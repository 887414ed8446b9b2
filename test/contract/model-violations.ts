import { isAllowedMember, isOptional } from './allowed-members.js';
import { shapeOf, type ObjectShape, type ValueShape } from './model-shape.js';
import { modelNamed, type ModelName } from './published-models.js';

/** A time with its offset, to at most a tenth of a microsecond. */
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?(Z|[+-]\d\d:\d\d)$/;
/** ISO 8601: days, hours, minutes, seconds. */
const DURATION = /^P(?=.)(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/;

/**
 * Where a document differs from the model that Azure publishes for it: members that are missing, unknown or of
 * another type, values outside an enumeration. `path` names the document in the findings.
 */
export function modelViolations(value: unknown, model: ModelName, path = '$'): readonly string[] {
  const { source, type } = modelNamed(model);
  return valueViolations(value, { kind: 'model', source, className: type.className ?? '' }, path);
}

function valueViolations(value: unknown, shape: ValueShape, path: string): readonly string[] {
  switch (shape.kind) {
    case 'any':
      return [];
    case 'model':
      return objectViolations(value, shapeOf(shape.source, shape.className), path);
    case 'object':
      return objectViolations(value, shape, path);
    case 'list':
      if (!Array.isArray(value)) return [`${path} is ${said(value)}, not a list`];
      return value.flatMap((item: unknown, at) => valueViolations(item, shape.element, `${path}[${at}]`));
    case 'map':
      if (!isObject(value)) return [`${path} is ${said(value)}, not an object`];
      return Object.entries(value).flatMap(([name, item]) =>
        valueViolations(item, shape.value, `${path}.${name}`),
      );
    case 'enumeration':
      return shape.values.includes(value)
        ? []
        : [`${path} is ${said(value)}, not one of ${shape.values.slice(0, 9).join(', ')}`];
    case 'plain':
      return typeof value === shape.type ? [] : [`${path} is ${said(value)}, not a ${shape.type}`];
    case 'date-time':
      return typeof value === 'string' && DATE_TIME.test(value) && !Number.isNaN(Date.parse(value))
        ? []
        : [`${path} is ${said(value)}, not a time with its offset`];
    case 'duration':
      return typeof value === 'string' && DURATION.test(value)
        ? []
        : [`${path} is ${said(value)}, not an ISO 8601 duration`];
  }
}

function objectViolations(value: unknown, shape: ObjectShape, path: string): readonly string[] {
  if (!isObject(value)) return [`${path} is ${said(value)}, not an object`];
  const missing = [...shape.members]
    .filter(([name, { isRequired }]) => isRequired && value[name] === undefined && !isOptional(name))
    .map(([name]) => `${path}.${name} is missing, ${shape.className} requires it`);
  const present = Object.entries(value).flatMap(([name, item]) => {
    const member = shape.members.get(name);
    const memberPath = `${path}.${name}`;
    if (member === undefined) {
      return isAllowedMember(shape.className, name)
        ? []
        : [`${memberPath} is not a member of ${shape.className}`];
    }
    if (item === null && member.isNullable) return [];
    return valueViolations(item, member.value, memberPath);
  });
  return [...missing, ...present];
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value as a finding shows it. */
function said(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return isObject(value) ? 'an object' : (JSON.stringify(value) ?? 'nothing');
}
