import type { FastifyReply } from 'fastify';
import { acceptOperation } from '../arm/async-operation.js';

interface AcceptedNetworkOperation {
  readonly operationId: string;
  readonly subscriptionId: string;
  readonly location: string;
}

/** Accepts an operation of Microsoft.Network; the handler returns the resource, or nothing for a deletion. */
export function acceptNetworkOperation(
  reply: FastifyReply,
  kind: 'create' | 'update' | 'delete',
  { operationId, subscriptionId, location }: AcceptedNetworkOperation,
): void {
  acceptOperation(reply, {
    kind,
    operationId,
    subscriptionId,
    location,
    provider: 'Microsoft.Network',
    statusSegment: 'operations',
  });
}
