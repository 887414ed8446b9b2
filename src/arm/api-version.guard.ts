import { type CanActivate, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../errors/refusal-error.js';
import { isApiVersion } from './api-version.js';
import { queryValue } from './query.js';

export const WITHOUT_API_VERSION = 'torpor:without-api-version';

/** Marks a route or a controller that may be asked without an api-version. */
export const WithoutApiVersion = () => SetMetadata(WITHOUT_API_VERSION, true);

/** Requires a well-formed `api-version` on every route that is not marked otherwise (ARM-1, ARM-2). */
export class ApiVersionGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const marked = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(WITHOUT_API_VERSION, marked)) return true;
    const version = queryValue(context.switchToHttp().getRequest<FastifyRequest>(), 'api-version');
    const target = { target: 'api-version' };
    if (version === undefined || version === '') {
      throw new RefusalError(refusal('missing-api-version', 'the query has no value for it', target));
    }
    if (typeof version !== 'string') {
      throw new RefusalError(refusal('invalid-api-version', 'it is given more than once', target));
    }
    if (!isApiVersion(version)) {
      throw new RefusalError(refusal('invalid-api-version', `got ${JSON.stringify(version)}`, target));
    }
    return true;
  }
}
