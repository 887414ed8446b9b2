import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory, Reflector } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifyServerOptions } from 'fastify';
import { type Logger, pino } from 'pino';
import { Authorizer } from '../authorization/authorizer.js';
import { VisibleItemsInterceptor } from '../authorization/visible-items.interceptor.js';
import { AnswerObservers } from '../identity/answer-observers.js';
import { authenticate } from '../identity/authenticate.js';
import { SubscriptionGuard } from '../identity/subscription.guard.js';
import { SubscriptionStore } from '../identity/subscription-store.js';
import { TOKEN_VERIFIER, type TokenVerifier } from '../identity/token-verifier.js';
import { ApiVersionGuard } from './api-version.guard.js';
import { ArmErrorFilter } from './arm-error.filter.js';
import { answerClientError } from './client-error.js';
import { installBodyParser } from './json-body.js';
import { DEFAULT_SHUTDOWN_GRACE_MS, Listeners, type ListenerUrls } from './listeners.js';
import { NestLogger } from './nest-logger.js';
import { OpenApiDocument } from './openapi/openapi-document.js';
import { normalizeRequestTarget } from './request-target.js';
import { setResponseHeaders } from './response-headers.js';
import { RouteTable } from './route-table.js';
import { refuseUnstorableTarget } from './unstorable-text.js';

/** Largest body taken. Unit: bytes. */
export const DEFAULT_BODY_LIMIT_BYTES = 4 * 1024 * 1024;

/** How long a client may take to send a request. Unit: ms. */
const REQUEST_TIMEOUT_MS = 60_000;

/** Longest segment of a path that reaches the check of names. Unit: characters. */
const MAX_PARAMETER_LENGTH = 2048;

export interface ArmAppOptions {
  /** Certificate and key in PEM; without them the server speaks plain HTTP. */
  readonly tls?: { readonly key: string | Buffer; readonly cert: string | Buffer };
  /** Address to listen on. Default: loopback. */
  readonly host?: string;
  /** Port of the main listener; 0 for a free one, which is the default. */
  readonly port?: number;
  /** Port of a second listener without TLS beside the TLS one; 0 for a free one. Default: none. */
  readonly httpPort?: number;
  readonly bodyLimitBytes?: number;
  readonly shutdownGraceMs?: number;
  /** Default: a pino logger that writes warnings and errors to standard error. */
  readonly logger?: Logger;
}

/** What every request passes, and what is told of it. */
interface RequestGates {
  readonly verifier: TokenVerifier;
  readonly authorizer: Authorizer;
  readonly observers: AnswerObservers;
  readonly logger: Logger;
}

/** A server that is ready to be asked (`app.inject`) and listens when told to. */
export interface ArmApp {
  readonly app: NestFastifyApplication;
  /** What is served. */
  readonly routes: RouteTable;
  /** Opens the listeners and says where they are. */
  listen(): Promise<ListenerUrls>;
  /** Answers what is under way, then stops. */
  close(): Promise<void>;
}

/**
 * Builds a server that speaks Azure Resource Manager from a module, which must bring the providers
 * `TOKEN_VERIFIER`, `Authorizer` and `SubscriptionStore` (see `IdentityModule`). A request passes, in this order:
 * slashes are collapsed, the route is found in any letter case, the caller is authenticated and must have a right
 * to what the route does, the body is read and must refer to nothing else, api-version and subscription are
 * checked, and the handler runs. Whatever is thrown on the way is answered by one filter.
 */
export async function createArmApp(
  module: Type<unknown> | DynamicModule,
  options: ArmAppOptions = {},
): Promise<ArmApp> {
  const logger = options.logger ?? pino({ level: 'warn' }, pino.destination(2));
  const bodyLimitBytes = options.bodyLimitBytes ?? DEFAULT_BODY_LIMIT_BYTES;
  const routes = new RouteTable();
  const errors = new ArmErrorFilter(logger, { routes, bodyLimitBytes });
  const serverOptions = fastifyOptions(errors, bodyLimitBytes);
  const adapter = new FastifyAdapter(
    options.tls === undefined ? serverOptions : { ...serverOptions, https: { ...options.tls } },
  );
  const server = adapter.getInstance() as unknown as FastifyInstance;
  server.addHook('onRoute', ({ method, url }) => routes.add(method, url));

  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    bodyParser: false,
    abortOnError: false,
    logger: new NestLogger(logger),
  });
  installHooks(server, {
    verifier: app.get<TokenVerifier>(TOKEN_VERIFIER, { strict: false }),
    authorizer: app.get(Authorizer, { strict: false }),
    observers: app.get(AnswerObservers, { strict: false }),
    logger,
  });
  installBodyParser(server);
  app.useGlobalFilters(errors);
  app.useGlobalGuards(
    new ApiVersionGuard(app.get(Reflector)),
    new SubscriptionGuard(app.get(SubscriptionStore, { strict: false })),
  );
  app.useGlobalInterceptors(new VisibleItemsInterceptor());
  const listeners = new Listeners(server, {
    host: options.host ?? '127.0.0.1',
    port: options.port ?? 0,
    isTls: options.tls !== undefined,
    httpPort: options.httpPort,
    shutdownGraceMs: options.shutdownGraceMs ?? DEFAULT_SHUTDOWN_GRACE_MS,
  });
  await app.init();
  await server.ready();
  attachOpenApi(app);
  return { app, routes, listen: () => listeners.listen(), close: () => app.close() };
}

function fastifyOptions(errors: ArmErrorFilter, bodyLimit: number): FastifyServerOptions {
  return {
    bodyLimit,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // Requests that arrive on open connections while the server closes are still answered.
    return503OnClosing: false,
    routerOptions: { caseSensitive: false, maxParamLength: MAX_PARAMETER_LENGTH },
    genReqId: () => randomUUID(),
    rewriteUrl: ({ url }) => normalizeRequestTarget(url ?? '/'),
    clientErrorHandler: answerClientError,
    // Malformed paths are found out by the router, before any hook or filter.
    frameworkErrors: (error, request, reply) => {
      setResponseHeaders(request as FastifyRequest, reply as FastifyReply);
      errors.answerUnrouted(error, request as FastifyRequest, reply as FastifyReply);
    },
  };
}

function installHooks(
  server: FastifyInstance,
  { verifier, authorizer, observers, logger }: RequestGates,
): void {
  server.addHook('onRequest', (request, reply, done) => {
    setResponseHeaders(request, reply);
    done();
  });
  server.addHook('onRequest', (request) => authenticate(request, verifier));
  server.addHook('onRequest', async (request) => refuseUnstorableTarget(request));
  server.addHook('onRequest', (request) => authorizer.authorize(request));
  server.addHook('preHandler', (request) => authorizer.authorizeBody(request));
  server.addHook('onSend', (request, reply) => authorizer.noteOperation(request, reply));
  server.addHook('onResponse', (request, reply, done) => {
    observers.tell(request, reply);
    done();
  });
  if (!logger.isLevelEnabled('debug')) return;
  server.addHook('onResponse', (request, reply, done) => {
    const { id: requestId, method, url } = request;
    const { statusCode, elapsedTime: tookMs } = reply;
    logger.debug(
      { requestId, method, url, statusCode, tookMs, command: request.headers.commandname },
      'answered',
    );
    done();
  });
}

function attachOpenApi(app: NestFastifyApplication): void {
  try {
    app.get(OpenApiDocument, { strict: false }).attach(app);
  } catch {
    // A server without `ArmModule` has no OpenAPI document.
  }
}
