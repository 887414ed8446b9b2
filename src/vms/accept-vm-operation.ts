import type { FastifyReply } from 'fastify';
import { acceptOperation, type AcceptedOperation as ArmOperation } from '../arm/async-operation.js';
import type { AcceptedOperation } from '../operations/begin-vm-operation.js';

/** Accepts an operation on a VM; the handler returns the VM for a creation, nothing otherwise (ARM-6, ARM-9). */
export function acceptVmOperation(
  reply: FastifyReply,
  kind: ArmOperation['kind'],
  { operationId, subscriptionId, location }: AcceptedOperation,
): void {
  acceptOperation(reply, {
    kind,
    operationId,
    subscriptionId,
    location,
    provider: 'Microsoft.Compute',
    statusSegment: 'operations',
  });
}
