import type { INestApplication, Type } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import {
  ApiBody,
  ApiDefaultResponse,
  ApiParam,
  ApiQuery,
  DocumentBuilder,
  type OpenAPIObject,
  SwaggerModule,
} from '@nestjs/swagger';
import { z, type ZodType } from 'zod';
import { WITHOUT_API_VERSION } from '../api-version.guard.js';
import { CURRENT_API_VERSION } from '../api-version.js';
import { MAX_PAGE_SIZE } from '../page.js';
import { type RouteFact, routeFacts } from './route-description.js';

type JsonSchema = Exclude<
  Extract<Parameters<typeof ApiBody>[0], { schema: unknown }>['schema'],
  { readonly $ref: string }
>;

/** The OpenAPI document of all routes, built at the first call and kept. */
export class OpenApiDocument {
  #app: INestApplication | undefined;
  #document: OpenAPIObject | undefined;

  /** Says whose routes to describe; called once the application exists. */
  attach(app: INestApplication): void {
    this.#app = app;
  }

  get(): OpenAPIObject {
    this.#document ??= buildDocument(this.#app);
    return this.#document;
  }
}

function buildDocument(app: INestApplication | undefined): OpenAPIObject {
  if (app === undefined) throw new Error('the OpenAPI document belongs to no application');
  for (const module of app.get(ModulesContainer).values()) {
    for (const { metatype } of module.controllers.values()) {
      if (typeof metatype === 'function') describeController(metatype as Type<unknown>);
    }
  }
  const config = new DocumentBuilder()
    .setTitle('Torpor')
    .setDescription('Emulates the part of a cloud that hibernates a VM and brings it back on another host.')
    .setVersion(CURRENT_API_VERSION)
    .addBearerAuth()
    .addSecurityRequirements('bearer')
    .build();
  return SwaggerModule.createDocument(app, config);
}

/** Handlers whose facts were handed on: decorators add up, and a process may build several applications. */
const described = new WeakSet<object>();

function describeController(controller: Type<unknown>): void {
  const prototype = controller.prototype as object;
  for (const name of Object.getOwnPropertyNames(prototype)) {
    const descriptor = Object.getOwnPropertyDescriptor(prototype, name);
    const handler: unknown = descriptor?.value;
    if (descriptor === undefined || typeof handler !== 'function' || name === 'constructor') continue;
    if (described.has(handler)) continue;
    described.add(handler);
    const isVersioned = ![handler, controller].some(
      (on) => Reflect.getMetadata(WITHOUT_API_VERSION, on) === true,
    );
    const decorators = [
      ...(isVersioned ? [apiVersionParameter()] : []),
      ...routeFacts(handler).flatMap(factDecorators),
      ApiDefaultResponse({ description: 'The request was refused.', schema: ERROR_SCHEMA }),
    ];
    for (const decorate of decorators) decorate(prototype, name, descriptor);
  }
}

function apiVersionParameter(): MethodDecorator {
  const schema = { type: 'string', example: CURRENT_API_VERSION } as const;
  return ApiQuery({ name: 'api-version', required: true, schema });
}

function factDecorators(fact: RouteFact): readonly MethodDecorator[] {
  switch (fact.kind) {
    case 'body': {
      const required = !fact.schema.safeParse(undefined).success;
      return [ApiBody({ required, schema: jsonSchema(fact.schema) })];
    }
    case 'path':
      return [ApiParam({ name: fact.name, schema: jsonSchema(fact.schema) })];
    case 'query':
      return Object.entries(fact.schema.shape).map(([name, schema]) => {
        const required = !(schema as ZodType).safeParse(undefined).success;
        return ApiQuery({ name, required, schema: jsonSchema(schema as ZodType) });
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
  }
}

function jsonSchema(schema: ZodType): JsonSchema {
  const { $schema: _, ...converted } = z.toJSONSchema(schema, {
    target: 'openapi-3.0',
    io: 'input',
    unrepresentable: 'any',
  });
  return converted as JsonSchema;
}

const ERROR_SCHEMA: JsonSchema = {
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
        details: { type: 'array', items: { type: 'object' } },
        additionalInfo: { type: 'array', items: { type: 'object' } },
      },
    },
  },
};
