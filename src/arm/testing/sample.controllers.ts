import { Controller, Delete, ForbiddenException, Get, Head, Put } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../../errors/refusal-error.js';
import { answerDelete, answerPut, ArmPost } from '../answers.js';
import { GROUP_PATH, inGroup, inLocation, onVm } from '../arm-path.js';
import { resourceId } from '../arm-id.js';
import { armName } from '../arm-name.js';
import {
  acceptGroupDeletion,
  type AcceptedOperation,
  acceptOperation,
  answerOperationPoll,
} from '../async-operation.js';
import { ArmBody } from '../body.js';
import { type ArmPage, armPageOfAll, ArmPageRequest, type PageRequest } from '../page.js';
import { ArmParam, ArmQuery, ArmReply, ArmRequest, queryFlag } from '../parameters.js';

export const OPERATION_ID = '0b0e1d2c-3a4f-4b5c-8d6e-7f8091a2b3c4';

const vmSchema = z.strictObject({
  location: z.string(),
  properties: z
    .strictObject({
      hardwareProfile: z.strictObject({ vmSize: z.string() }).optional(),
      networkProfile: z
        .strictObject({ networkInterfaces: z.array(z.strictObject({ id: z.string() })) })
        .optional(),
    })
    .optional(),
});
type VmBody = z.output<typeof vmSchema>;

const deallocateQuery = z.object({ hibernate: queryFlag() });
type DeallocateQuery = z.output<typeof deallocateQuery>;

const statusSegmentSchema = z.enum(['operations', 'DiskOperations']);
const kindSchema = z.enum(['action', 'create', 'update', 'delete']);

const NAMES = ['delta', 'alpha', 'charlie', 'bravo', 'echo'];

/** A resource with everything a real one does, and no domain behind it. */
@Controller()
export class SampleVmController {
  @Get(inGroup('Microsoft.Compute', 'virtualMachines'))
  list(
    @ArmRequest() request: FastifyRequest,
    @ArmPageRequest() page: PageRequest,
  ): ArmPage<{ name: string }> {
    const items = NAMES.map((name) => ({ name }));
    return armPageOfAll(request, page, items, ({ name }) => name);
  }

  @Get(inGroup('Microsoft.Compute', 'virtualMachines/:vmName'))
  get(
    @ArmParam('subscriptionId') subscriptionId: string,
    @ArmParam('resourceGroupName', armName('group')) resourceGroup: string,
    @ArmParam('vmName', armName('vm')) vmName: string,
  ): { readonly id: string } {
    if (vmName === 'missing') {
      throw new RefusalError(refusal('vm-not-found', `${vmName} in ${resourceGroup}`, { target: vmName }));
    }
    if (vmName === 'secret') throw new ForbiddenException('only its owner may read it');
    if (vmName === 'broken') throw new Error('the password of the database is hunter2');
    const scope = { subscriptionId, resourceGroup };
    return { id: resourceId(scope, 'microsoft.compute/virtualmachines', vmName) };
  }

  @Put(inGroup('Microsoft.Compute', 'virtualMachines/:vmName'))
  put(
    @ArmParam('vmName', armName('vm')) vmName: string,
    @ArmBody(vmSchema) body: VmBody,
    @ArmReply() reply: FastifyReply,
  ): { readonly name: string; readonly body: VmBody } {
    answerPut(reply, vmName !== 'existing');
    return { name: vmName, body };
  }

  @Delete(inGroup('Microsoft.Compute', 'virtualMachines/:vmName'))
  delete(@ArmParam('vmName') vmName: string, @ArmReply() reply: FastifyReply): void {
    answerDelete(reply, vmName !== 'missing');
  }

  @ArmPost(onVm('deallocate'))
  deallocate(
    @ArmParam('subscriptionId') subscriptionId: string,
    @ArmQuery(deallocateQuery) query: DeallocateQuery,
    @ArmReply() reply: FastifyReply,
  ): void {
    if (query.hibernate) reply.header('x-test-hibernate', 'true');
    acceptOperation(reply, {
      operationId: OPERATION_ID,
      subscriptionId,
      location: 'eastus',
      provider: 'Microsoft.Compute',
      statusSegment: 'operations',
      kind: 'action',
    });
  }

  @ArmPost(onVm('echo'))
  echo(@ArmBody(z.looseObject({}).optional()) body: object | undefined): { readonly got: object | null } {
    return { got: body ?? null };
  }
}

/** Operations that are in a fixed state, named by their ids, and a group that may be asked for by HEAD. */
@Controller()
export class SampleOperationController {
  @Get(inLocation('Microsoft.Compute', 'operations/:operationId'))
  poll(
    @ArmParam('subscriptionId') subscriptionId: string,
    @ArmParam('operationId') operationId: string,
    @ArmReply() reply: FastifyReply,
  ): object | undefined {
    const place = {
      operationId,
      subscriptionId,
      location: 'eastus',
      provider: 'Microsoft.Compute',
      statusSegment: 'operations',
    } as const;
    const startTime = new Date(Date.UTC(2026, 0, 2, 3, 4, 5));
    const endTime = new Date(Date.UTC(2026, 0, 2, 3, 4, 46));
    switch (operationId) {
      case 'running':
        return answerOperationPoll(reply, place, { kind: 'running', operationId, startTime });
      case 'failed': {
        const failure = refusal('uio-device-bound', 'nic 1 is bound to uio_hv_generic');
        return answerOperationPoll(reply, place, {
          kind: 'failed',
          operationId,
          startTime,
          endTime,
          refusal: failure,
        });
      }
      default:
        return answerOperationPoll(reply, place, { kind: 'succeeded', operationId, startTime, endTime });
    }
  }

  @ArmPost(`${GROUP_PATH}/accept/:statusSegment/:kind`)
  accept(
    @ArmParam('subscriptionId') subscriptionId: string,
    @ArmParam('statusSegment', statusSegmentSchema) statusSegment: AcceptedOperation['statusSegment'],
    @ArmParam('kind', kindSchema) kind: AcceptedOperation['kind'],
    @ArmReply() reply: FastifyReply,
  ): { readonly name: string } | undefined {
    acceptOperation(reply, {
      operationId: OPERATION_ID,
      subscriptionId,
      location: 'eastus',
      provider: 'Microsoft.Compute',
      statusSegment,
      kind,
    });
    return kind === 'create' || kind === 'update' ? { name: kind } : undefined;
  }

  @Delete(GROUP_PATH)
  deleteGroup(@ArmParam('subscriptionId') subscriptionId: string, @ArmReply() reply: FastifyReply): void {
    acceptGroupDeletion(reply, { operationId: OPERATION_ID, subscriptionId });
  }

  @Head(GROUP_PATH)
  exists(@ArmParam('resourceGroupName') group: string, @ArmReply() reply: FastifyReply): void {
    if (group === 'missing') throw new RefusalError(refusal('group-not-found', group));
    reply.code(204);
  }

  @Get(GROUP_PATH)
  get(@ArmParam('resourceGroupName') name: string): { readonly name: string } {
    return { name };
  }
}
