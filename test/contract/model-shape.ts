import { isOpen, laterValues } from './allowed-members.js';
import {
  knownValues,
  modelNamed,
  type MapperProperty,
  type MapperType,
  type ModelSource,
} from './published-models.js';

/** An object as it goes over the wire: mappers flatten `properties.x` into `x`, here it is nested again. */
export interface ObjectShape {
  readonly kind: 'object';
  /** Class and source of the model, for look-ups; none for an object that flattening had taken away. */
  readonly className: string;
  readonly members: ReadonlyMap<string, MemberShape>;
}

export interface MemberShape {
  readonly isRequired: boolean;
  readonly isNullable: boolean;
  readonly value: ValueShape;
}

export type ValueShape =
  | ObjectShape
  | { readonly kind: 'model'; readonly source: ModelSource; readonly className: string }
  | { readonly kind: 'list'; readonly element: ValueShape }
  | { readonly kind: 'map'; readonly value: ValueShape }
  | { readonly kind: 'enumeration'; readonly values: readonly unknown[] }
  | { readonly kind: 'plain'; readonly type: 'string' | 'number' | 'boolean' }
  | { readonly kind: 'date-time' }
  | { readonly kind: 'duration' }
  | { readonly kind: 'any' };

const shapes = new Map<string, ObjectShape>();

/** The shape of a model. Throws if there is no such model, or it is no object. */
export function shapeOf(source: ModelSource, className: string): ObjectShape {
  const key = `${source}.${className}`;
  const known = shapes.get(key);
  if (known !== undefined) return known;
  const { type } = modelNamed(`${source}.${className}`);
  if (type.modelProperties === undefined) throw new Error(`${key} is not an object`);
  const shape = nested(source, className, Object.entries(type.modelProperties));
  shapes.set(key, shape);
  return shape;
}

function nested(
  source: ModelSource,
  className: string,
  properties: readonly (readonly [member: string, property: MapperProperty])[],
): ObjectShape {
  const members = new Map<string, MemberShape>();
  const inner = new Map<string, [string, MapperProperty][]>();
  for (const [member, property] of properties) {
    const [first = '', ...rest] = property.serializedName.split(/(?<!\\)\./);
    const name = first.replaceAll('\\', '');
    if (rest.length === 0) {
      members.set(name, memberShape(source, className, member, property));
    } else {
      const list = inner.get(name) ?? [];
      inner.set(name, [...list, [member, { ...property, serializedName: rest.join('.') }]]);
    }
  }
  for (const [name, flattened] of inner) {
    const isRequired = flattened.some(([, { required }]) => required === true);
    members.set(name, { isRequired, isNullable: false, value: nested(source, className, flattened) });
  }
  return { kind: 'object', className, members };
}

function memberShape(
  source: ModelSource,
  className: string,
  member: string,
  { type, required = false, nullable = false, isConstant, defaultValue }: MapperProperty,
): MemberShape {
  const ofSdk = isOpen(className, member) ? undefined : knownValues(source, className, member);
  const known = ofSdk === undefined ? undefined : [...ofSdk, ...laterValues(className, member)];
  const value: ValueShape =
    isConstant === true
      ? { kind: 'enumeration', values: [defaultValue] }
      : withKnownValues(valueShape(source, className, type), known);
  return { isRequired: required, isNullable: nullable, value };
}

function withKnownValues(value: ValueShape, values: readonly string[] | undefined): ValueShape {
  if (values === undefined) return value;
  if (value.kind === 'list') return { kind: 'list', element: withKnownValues(value.element, values) };
  return value.kind === 'plain' && value.type === 'string' ? { kind: 'enumeration', values } : value;
}

function valueShape(source: ModelSource, owner: string, type: MapperType): ValueShape {
  switch (type.name) {
    case 'Composite':
      // A composite names its class; only the classes themselves list their members.
      if (type.className === undefined) throw new Error(`a member of ${owner} has no class`);
      return { kind: 'model', source, className: type.className };
    case 'Sequence':
      return { kind: 'list', element: elementShape(source, owner, type.element) };
    case 'Dictionary':
      return { kind: 'map', value: elementShape(source, owner, type.value) };
    case 'Enum':
      return { kind: 'enumeration', values: type.allowedValues ?? [] };
    case 'String':
    case 'Uuid':
      return { kind: 'plain', type: 'string' };
    case 'Number':
      return { kind: 'plain', type: 'number' };
    case 'Boolean':
      return { kind: 'plain', type: 'boolean' };
    case 'DateTime':
      return { kind: 'date-time' };
    case 'TimeSpan':
      return { kind: 'duration' };
    case 'any':
      return { kind: 'any' };
    default:
      throw new Error(`no rule for the type ${type.name} in ${owner}`);
  }
}

function elementShape(source: ModelSource, owner: string, element: MapperType['element']): ValueShape {
  if (element === undefined) throw new Error(`a list or map in ${owner} has no type`);
  return valueShape(source, owner, element.type);
}
