import type { FastifyReply } from 'fastify';
import { answerDelete, answerPut } from '../arm/answers.js';
import { acceptOperation, type AcceptedOperation } from '../arm/async-operation.js';
import { assertNever } from '../arm/assert-never.js';
import type { KeptOperation } from './change-kept.js';
import type { DeletedKept } from './delete-kept/delete-kept.command.js';
import type { KeptDocument, KeptKind } from './kept-kind.js';

/** Status, headers and body of the answer to a PUT or PATCH, in the manner of the type (ARM-9, ARM-10). */
export function answerKept(
  reply: FastifyReply,
  kind: KeptKind,
  method: 'put' | 'patch',
  operation: KeptOperation,
): KeptDocument {
  const { isNew, document, kept } = operation;
  if (document.etag !== undefined) reply.header('ETag', document.etag);
  const way = method === 'patch' && kind.answer === 'network' ? 'always-200' : kind.answer;
  switch (way) {
    case 'always-200':
      reply.code(200);
      return document;
    case 'at-once':
      answerPut(reply, isNew);
      return document;
    case 'network':
    case 'disk':
      accept(reply, kind, isNew ? 'create' : 'update', {
        ...kept,
        operationId: operation.operationId ?? '',
      });
      return { ...document, properties: { ...document.properties, provisioningState: 'Updating' } };
    default:
      return assertNever(way);
  }
}

/** Status and headers of the answer to a DELETE (ARM-11). */
export function answerKeptDeletion(
  reply: FastifyReply,
  kind: KeptKind,
  deleted: DeletedKept | undefined,
): void {
  if (deleted?.operationId === undefined) answerDelete(reply, deleted !== undefined);
  else accept(reply, kind, 'delete', { ...deleted, operationId: deleted.operationId });
}

function accept(
  reply: FastifyReply,
  { type, answer }: KeptKind,
  kind: AcceptedOperation['kind'],
  {
    operationId,
    subscriptionId,
    location,
  }: Pick<AcceptedOperation, 'operationId' | 'subscriptionId' | 'location'>,
): void {
  acceptOperation(reply, {
    kind,
    operationId,
    subscriptionId,
    location,
    provider: type.startsWith('Microsoft.Network/') ? 'Microsoft.Network' : 'Microsoft.Compute',
    statusSegment: answer === 'disk' ? 'DiskOperations' : 'operations',
  });
}
