import { applyDecorators, SetMetadata } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';

/**
 * Marks a route that needs no token. It is part of the route itself, so that a request is turned away before
 * its body is read. Only for what holds no data (cloud metadata, health) and for where tokens come from.
 */
export const Public = (): MethodDecorator => publicRoute({ isPublic: true });

/** Marks a public route that takes `application/x-www-form-urlencoded`: its body is a `URLSearchParams`. */
export const PublicForm = (): MethodDecorator => publicRoute({ isPublic: true, takesForm: true });

/** Where the description of routes finds the mark. */
export const PUBLIC_ROUTE = 'torpor:public-route';

interface PublicRouteConfig {
  readonly isPublic?: boolean;
  readonly takesForm?: boolean;
}

export function isPublic(request: FastifyRequest): boolean {
  return configOf(request).isPublic === true;
}

export function takesForm(request: FastifyRequest): boolean {
  return configOf(request).takesForm === true;
}

function publicRoute(config: PublicRouteConfig): MethodDecorator {
  return applyDecorators(RouteConfig(config), SetMetadata(PUBLIC_ROUTE, true));
}

function configOf(request: FastifyRequest): PublicRouteConfig {
  return request.routeOptions.config as PublicRouteConfig;
}
