import { ApiBody, ApiParam, ApiQuery } from '@nestjs/swagger';
import { z, type ZodType } from 'zod';
import { assertNever } from '../assert-never.js';
import { MAX_PAGE_SIZE } from '../page.js';
import type { RouteFact } from './route-description.js';

type JsonSchema = Exclude<
  Extract<Parameters<typeof ApiBody>[0], { schema: unknown }>['schema'],
  { readonly $ref: string }
>;

/** What a fact adds to the description of its route. */
export function factDecorators(fact: RouteFact): readonly MethodDecorator[] {
  switch (fact.kind) {
    case 'body':
      return [ApiBody({ required: isRequired(fact.schema), schema: jsonSchema(fact.schema) })];
    case 'path':
      return [ApiParam({ name: fact.name, schema: jsonSchema(fact.schema) })];
    case 'query':
      return Object.entries(fact.schema.shape).map(([name, member]) => {
        const schema = member as ZodType;
        return ApiQuery({ name, required: isRequired(schema), schema: jsonSchema(schema) });
      });
    case 'page':
      return [
        ApiQuery({
          name: '$top',
          required: false,
          schema: { type: 'integer', minimum: 1, maximum: MAX_PAGE_SIZE },
        }),
        ApiQuery({ name: '$skiptoken', required: false, schema: { type: 'string' } }),
      ];
    default:
      return assertNever(fact);
  }
}

function isRequired(schema: ZodType): boolean {
  return !schema.safeParse(undefined).success;
}

/** What a schema takes, before defaults and transformations. Checks in code stay in code. */
function jsonSchema(schema: ZodType): JsonSchema {
  const { $schema: _, ...converted } = z.toJSONSchema(schema, {
    target: 'openapi-3.0',
    io: 'input',
    unrepresentable: 'any',
  });
  return converted as JsonSchema;
}
