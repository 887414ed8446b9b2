import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { ZodType } from 'zod';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../errors/refusal-error.js';
import { describeRoute } from './openapi/route-description.js';
import { dottedPath, schemaRefusals } from './schema-refusals.js';
import { isStorable } from './unstorable-text.js';

export interface BodyOptions {
  /** Leaves members that are null in place; otherwise they count as absent (ARM-26). */
  readonly keepsNulls?: boolean;
}

/**
 * The body of a request, checked and typed by a schema; `z.strictObject` refuses members it does not know,
 * `.optional()` makes the body optional. Throws RefusalError `invalid-body` or `unknown-member` with one detail
 * per fault, each with the dotted path of its member (ARM-19).
 */
export function ArmBody(schema: ZodType, options: BodyOptions = {}): ParameterDecorator {
  const decorate = createParamDecorator((_: unknown, context: ExecutionContext) =>
    readBody(schema, context.switchToHttp().getRequest<FastifyRequest>().body, options),
  )();
  return (target, key, index) => {
    decorate(target, key, index);
    describeRoute(target, key, { kind: 'body', schema });
  };
}

/** A parsed body as the schema gives it. Throws RefusalError as `ArmBody` says. */
export function readBody<Output>(
  schema: ZodType<Output>,
  body: unknown,
  { keepsNulls = false }: BodyOptions = {},
): Output {
  const document = body === undefined ? undefined : copyMembers(body, keepsNulls, []);
  const result = schema.safeParse(document);
  if (result.success) return result.data;
  const refusals = schemaRefusals(result.error.issues, document, { code: 'invalid-body' });
  throw new RefusalError(refusals[0], refusals);
}

/** Recursion is bounded: the parser refuses deeply nested bodies. */
function copyMembers(value: unknown, keepsNulls: boolean, path: readonly PropertyKey[]): unknown {
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => copyMembers(item, keepsNulls, [...path, index]));
  }
  if (typeof value === 'string' && !isStorable(value)) throw unstorable(path);
  if (typeof value !== 'object' || value === null) return value;
  const copy: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) {
    const memberPath = [...path, key];
    if (!isStorable(key)) throw unstorable(path);
    if (key === '__proto__') {
      const target = dottedPath(memberPath);
      throw new RefusalError(refusal('unknown-member', `${target} is not known`, { target }));
    }
    if (member !== null || keepsNulls) copy[key] = copyMembers(member, keepsNulls, memberPath);
  }
  return copy;
}

function unstorable(path: readonly PropertyKey[]): RefusalError {
  const target = dottedPath(path);
  const detail = `${target || 'the body'} has the character U+0000 or half of a character`;
  return new RefusalError(refusal('invalid-body', detail, { target }));
}
