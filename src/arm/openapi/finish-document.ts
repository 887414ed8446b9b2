import type { OpenAPIObject } from '@nestjs/swagger';

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']>;

const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options'] as const;

/** `ArmError` of the wire, in the words of OpenAPI. */
const ARM_ERROR_SCHEMA = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message'],
      properties: {
        code: { type: 'string' },
        message: { type: 'string' },
        target: { type: 'string' },
        details: {
          type: 'array',
          items: {
            type: 'object',
            required: ['code', 'message'],
            properties: {
              code: { type: 'string' },
              message: { type: 'string' },
              target: { type: 'string' },
            },
          },
        },
        additionalInfo: {
          type: 'array',
          items: {
            type: 'object',
            properties: { type: { type: 'string' }, info: { type: 'object' } },
          },
        },
      },
    },
  },
} as const;

const ARM_ERROR_RESPONSE = {
  description: 'The request was refused.',
  content: { 'application/json': { schema: { $ref: '#/components/schemas/ArmError' } } },
} as const;

/** Gives every operation the one error answer, and the parameters of its path that no handler takes. */
export function addErrorsAndPathParameters(document: OpenAPIObject): OpenAPIObject {
  const paths = Object.entries(document.paths).map(([path, item]) => [path, finishPath(path, item)]);
  const { schemas, ...components } = document.components ?? {};
  return {
    ...document,
    paths: Object.fromEntries(paths) as OpenAPIObject['paths'],
    components: {
      ...components,
      schemas: { ...schemas, ArmError: ARM_ERROR_SCHEMA as unknown as NonNullable<typeof schemas>[string] },
    },
  };
}

function finishPath(path: string, item: PathItem): PathItem {
  const operations = METHODS.flatMap((method) => {
    const operation = item[method];
    return operation === undefined ? [] : [[method, finishOperation(path, operation)]];
  });
  return { ...item, ...(Object.fromEntries(operations) as PathItem) };
}

function finishOperation(path: string, operation: Operation): Operation {
  const given = operation.parameters ?? [];
  const named = new Map(
    given.flatMap((parameter) => ('in' in parameter ? [[parameter.name, parameter]] : [])),
  );
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => {
    const undescribed = { name, in: 'path', required: true, schema: { type: 'string' } } as const;
    return named.get(name) ?? undescribed;
  });
  const others = given.filter((parameter) => !('in' in parameter && parameter.in === 'path'));
  return {
    ...operation,
    parameters: [...inPath, ...others],
    responses: { ...operation.responses, default: ARM_ERROR_RESPONSE },
  };
}
