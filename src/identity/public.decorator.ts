import { applyDecorators, SetMetadata } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';

/**
 * Marks a route that needs no token. It is part of the route itself, so that a request is turned away before
 * its body is read. Only for what holds no data: cloud metadata and health.
 */
export const Public = (): MethodDecorator =>
  applyDecorators(RouteConfig({ isPublic: true }), SetMetadata(PUBLIC_ROUTE, true));

/** Where the description of routes finds the mark. */
export const PUBLIC_ROUTE = 'torpor:public-route';

export function isPublic(request: FastifyRequest): boolean {
  const config = request.routeOptions.config as { readonly isPublic?: boolean };
  return config.isPublic === true;
}
