import { type INestApplication, RequestMethod, SetMetadata, type Type } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { ApiQuery, ApiResponse, DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { PUBLIC_ROUTE } from '../../identity/public.decorator.js';
import { WITHOUT_API_VERSION } from '../api-version.guard.js';
import { CURRENT_API_VERSION } from '../api-version.js';
import { factDecorators } from './fact-decorators.js';
import { addErrorsAndPathParameters } from './finish-document.js';
import { OPENAPI_PATH } from './openapi-path.js';
import { routeFacts } from './route-description.js';

/** Describes every route of an application but the one of the description. */
export function buildDocument(app: INestApplication): OpenAPIObject {
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
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
  const { [OPENAPI_PATH]: _, ...paths } = document.paths;
  return addErrorsAndPathParameters({ ...document, paths });
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
    for (const decorate of decoratorsOf(controller, handler)) decorate(prototype, name, descriptor);
  }
}

function decoratorsOf(controller: Type<unknown>, handler: object): readonly MethodDecorator[] {
  const isVersioned = ![handler, controller].some(
    (on) => Reflect.getMetadata(WITHOUT_API_VERSION, on) === true,
  );
  const version = { type: 'string', example: CURRENT_API_VERSION } as const;
  const method = Reflect.getMetadata('method', handler) as RequestMethod | undefined;
  const isPublic = Reflect.getMetadata(PUBLIC_ROUTE, handler) === true;
  return [
    ...(isPublic ? [SetMetadata(OPERATION_SECURITY, [NOTHING_REQUIRED])] : []),
    ...(isVersioned ? [ApiQuery({ name: 'api-version', required: true, schema: version })] : []),
    ...routeFacts(handler).flatMap(factDecorators),
    ...successes(method).map(([status, description]) => ApiResponse({ status, description })),
  ];
}

/** Where the generator looks for what an operation requires instead of the token that all others do. */
const OPERATION_SECURITY = 'swagger/apiSecurity';
const NOTHING_REQUIRED = {};

/** What a method is answered with when it is not refused. */
function successes(method: RequestMethod | undefined): ReadonlyArray<readonly [number, string]> {
  switch (method) {
    case RequestMethod.GET:
      return [[200, 'The document; without a body for a finished operation.']];
    case RequestMethod.PUT:
    case RequestMethod.PATCH:
      return [
        [200, 'Updated, or being updated.'],
        [201, 'Created, or being created.'],
        [202, 'A disk or snapshot is being written.'],
      ];
    case RequestMethod.POST:
      return [
        [200, 'Done.'],
        [202, 'Accepted; the headers say where to ask how far it is.'],
      ];
    case RequestMethod.DELETE:
      return [
        [200, 'Deleted.'],
        [202, 'Being deleted; the headers say where to ask how far it is.'],
        [204, 'There was nothing to delete.'],
      ];
    case RequestMethod.HEAD:
      return [[204, 'It exists.']];
    default:
      return [];
  }
}
