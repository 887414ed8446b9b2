import { applyDecorators, HttpCode, Post } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

/** A POST whose answer is 200 unless the handler says otherwise; the framework's own would be 201. */
export function ArmPost(path: string | string[]): MethodDecorator {
  return applyDecorators(Post(path), HttpCode(200));
}

/** The status of a PUT that is finished at once: 201 for a new resource, 200 for one that was there (ARM-9). */
export function answerPut(reply: FastifyReply, isNew: boolean): void {
  reply.code(isNew ? 201 : 200);
}

/** The status of a DELETE that is finished at once: 204 when there was nothing to delete (ARM-11). */
export function answerDelete(reply: FastifyReply, existed: boolean): void {
  reply.code(existed ? 200 : 204);
}
