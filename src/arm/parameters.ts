import { createParamDecorator, type ExecutionContext, Res } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z, type ZodObject, type ZodType } from 'zod';
import { RefusalError } from '../errors/refusal-error.js';
import { describeRoute } from './openapi/route-description.js';
import { queryValue } from './query.js';
import { schemaRefusals } from './schema-refusals.js';

/**
 * A parameter of the path in the casing of the request, checked by a schema: `armName(kind)` for names. Throws
 * RefusalError `invalid-name`, or `invalid-parameter` where the schema names no code of its own.
 */
export function ArmParam(name: string, schema: ZodType = z.string()): ParameterDecorator {
  const decorate = createParamDecorator((_: unknown, context: ExecutionContext) => {
    const params = context.switchToHttp().getRequest<FastifyRequest>().params as Readonly<
      Record<string, string>
    >;
    const value = params[name];
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    throw invalid(schemaRefusals(result.error.issues, value, { code: 'invalid-parameter', root: name }));
  })();
  return (target, key, index) => {
    decorate(target, key, index);
    describeRoute(target, key, { kind: 'path', name, schema });
  };
}

/**
 * The keys of the query that the object schema knows, in any letter case and encoding; others are ignored, as
 * clients carry keys from one URL to the next (ARM-18). Values arrive as text: see `queryFlag`. Throws
 * RefusalError `invalid-parameter`.
 */
export function ArmQuery(schema: ZodObject): ParameterDecorator {
  const names = Object.keys(schema.shape);
  const decorate = createParamDecorator((_: unknown, context: ExecutionContext) => {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const given = names.map((name) => [name, queryValue(request, name)] as const);
    const query = Object.fromEntries(given.filter(([, value]) => value !== undefined));
    const result = schema.safeParse(query);
    if (result.success) return result.data;
    throw invalid(schemaRefusals(result.error.issues, query, { code: 'invalid-parameter' }));
  })();
  return (target, key, index) => {
    decorate(target, key, index);
    describeRoute(target, key, { kind: 'query', schema });
  };
}

/** A flag in a query: `true` or `false` in any letter case, `false` when absent. */
export function queryFlag(): ZodType<boolean> {
  return z
    .string()
    .toLowerCase()
    .pipe(z.enum(['true', 'false']))
    .default('false')
    .transform((text) => text === 'true');
}

/**
 * The reply, to set status and headers on; the handler still returns the body. It is not made like the other
 * decorators, because a reply has a `then` and the framework awaits every value of those.
 */
export const ArmReply = (): ParameterDecorator => Res({ passthrough: true });

/** The request, for absolute links. */
export const ArmRequest = createParamDecorator((_: unknown, context: ExecutionContext) =>
  context.switchToHttp().getRequest<FastifyRequest>(),
);

/** Faults of parameters stand alone: with one fault there is nothing a list would add. */
function invalid(refusals: ReturnType<typeof schemaRefusals>): RefusalError {
  return refusals.length === 1 ? new RefusalError(refusals[0]) : new RefusalError(refusals[0], refusals);
}
