import { z, type ZodType } from 'zod';

/**
 * Whether a schema takes a member, named by its dotted path; `[]` after a name stands for the items of a list. Below
 * a member that takes anything, everything is taken.
 */
export function takesMember(schema: ZodType, path: string): boolean {
  return takes(schema, path.replaceAll('[]', '.[]').split('.'));
}

function takes(schema: unknown, [name, ...rest]: readonly string[]): boolean {
  if (name === undefined || schema instanceof z.ZodUnknown || schema instanceof z.ZodRecord) return true;
  if (schema instanceof z.ZodArray) return name === '[]' && takes(schema.element, rest);
  if (schema instanceof z.ZodUnion) return schema.options.some((option) => takes(option, [name, ...rest]));
  if (schema instanceof z.ZodObject) {
    const member: unknown = Object.hasOwn(schema.shape, name) ? schema.shape[name] : schema.def.catchall;
    return !(member === undefined || member instanceof z.ZodNever) && takes(member, rest);
  }
  const wrapped = unwrapped(schema);
  return wrapped !== undefined && takes(wrapped, [name, ...rest]);
}

function unwrapped(schema: unknown): unknown {
  if (schema instanceof z.ZodPipe) return schema.in;
  const isWrapper =
    schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault;
  return isWrapper ? schema.unwrap() : undefined;
}
