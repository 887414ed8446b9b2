import {
  type CallHandler,
  type ExecutionContext,
  Inject,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { catchError, type Observable } from 'rxjs';
import { DataSource } from 'typeorm';
import { ERROR_TABLE } from '../errors/error-table.js';
import { RefusalError } from '../errors/refusal-error.js';
import { findGroup, groupNotFound } from '../persistence/group.repository.js';

/**
 * Says that the group is missing where that is why a resource was not found (ARM-15). Asked only after a miss,
 * so that requests that find their resource pay nothing for it.
 */
@Injectable()
export class MissingGroupInterceptor implements NestInterceptor {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      catchError(async (thrown: unknown) => {
        throw await this.explain(thrown, context.switchToHttp().getRequest<FastifyRequest>());
      }),
    );
  }

  private async explain(thrown: unknown, request: FastifyRequest): Promise<unknown> {
    if (!(thrown instanceof RefusalError) || ERROR_TABLE[thrown.refusal.code].httpStatus !== 404)
      return thrown;
    const { subscriptionId, resourceGroupName } = request.params as Readonly<
      Record<string, string | undefined>
    >;
    if (subscriptionId === undefined || resourceGroupName === undefined) return thrown;
    const name = { subscriptionId: subscriptionId.toLowerCase(), groupName: resourceGroupName };
    return (await findGroup(this.database, name)) === undefined ? groupNotFound(name) : thrown;
  }
}
