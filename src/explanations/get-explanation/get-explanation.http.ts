import { Controller, Get, Inject, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { explanationPage, PAGE_SECURITY_POLICY, type Explanation } from '#libs/explanation';
import { onVm } from '../../arm/arm-path.js';
import { ArmQuery, ArmReply, ArmRequest } from '../../arm/parameters.js';
import { type ArmEnvelope, EMULATOR } from '../../emulator-namespace/emulator-resource.js';
import type { VmName } from '../../persistence/vm-facts.repository.js';
import { armWord } from '../../requests/arm-schemas.js';
import { MissingGroupInterceptor } from '../../requests/missing-group.interceptor.js';
import { PathVm } from '../../requests/path-names.js';
import { vmExtension } from '../vm-extension.js';
import { GetExplanationQuery } from './get-explanation.query.js';
import { prefersHtml } from './preferred-format.js';

/** Goes before what the `Accept` header says. */
const QUERY = z.object({ format: armWord('json', 'html').optional() });

@Controller()
@UseInterceptors(MissingGroupInterceptor)
export class GetExplanationController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Get(onVm(`providers/${EMULATOR}/explanations/last`))
  async get(
    @PathVm() vm: VmName,
    @ArmQuery(QUERY) { format }: z.output<typeof QUERY>,
    @ArmRequest() request: FastifyRequest,
    @ArmReply() reply: FastifyReply,
  ): Promise<ArmEnvelope<Explanation> | string> {
    const explanation = await this.queries.execute(new GetExplanationQuery(vm));
    reply.header('Vary', 'Accept');
    const isPage = format === undefined ? prefersHtml(request.headers.accept) : format === 'html';
    if (!isPage) return vmExtension({ ...vm, ...namesOf(explanation) }, 'explanations', 'last', explanation);
    reply.type('text/html; charset=utf-8').header('Content-Security-Policy', PAGE_SECURITY_POLICY);
    return explanationPage(explanation);
  }
}

/** As they were when VM and group were made (ARM-4). */
function namesOf({ vm }: Explanation): { readonly groupName: string; readonly vmName: string } {
  return { groupName: vm.resourceGroup, vmName: vm.name };
}
