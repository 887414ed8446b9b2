import type { FastifyReply } from 'fastify';
import { acceptOperation } from '../arm/async-operation.js';
import type { DiskDocument } from './disk-document.js';
import type { DiskOperation } from './record-disk-operation.js';

type AcceptedDiskOperation = Pick<DiskOperation, 'operationId' | 'subscriptionId' | 'location'>;

/** Accepts an operation on a disk: 202 in any case. Answers with the disk as it is being changed (ARM-10). */
export function acceptDiskOperation(
  reply: FastifyReply,
  { document, ...operation }: DiskOperation,
): DiskDocument {
  accept(reply, 'update', operation);
  return { ...document, properties: { ...document.properties, provisioningState: 'Updating' } };
}

/** Accepts the deletion of a disk: 202 without a body. */
export function acceptDiskDeletion(reply: FastifyReply, operation: AcceptedDiskOperation): void {
  accept(reply, 'delete', operation);
}

function accept(reply: FastifyReply, kind: 'update' | 'delete', operation: AcceptedDiskOperation): void {
  const { operationId, subscriptionId, location } = operation;
  acceptOperation(reply, {
    kind,
    operationId,
    subscriptionId,
    location,
    provider: 'Microsoft.Compute',
    statusSegment: 'DiskOperations',
  });
}
