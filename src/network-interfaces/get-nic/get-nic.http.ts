import { Controller, Get, Inject, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { inGroup } from '../../arm/arm-path.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { ArmReply } from '../../arm/parameters.js';
import { networkEtag } from '../../networks/network-document.js';
import type { ArmName } from '../../persistence/vm-parts.repository.js';
import { MissingGroupInterceptor } from '../../requests/missing-group.interceptor.js';
import { PathResource } from '../../requests/path-names.js';
import { nicDocument, type NicDocument } from '../nic-document.js';
import { GetNicQuery } from './get-nic.query.js';

@Controller()
@UseInterceptors(MissingGroupInterceptor)
export class GetNicController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Covers({ does: 'Shows a NIC with its addresses, and the MAC address and VM once it has one' })
  @Get(inGroup('Microsoft.Network', 'networkInterfaces/:nicName'))
  async get(
    @PathResource('nicName', 'nic') name: ArmName,
    @ArmReply() reply: FastifyReply,
  ): Promise<NicDocument> {
    const nic = await this.queries.execute(new GetNicQuery(name));
    reply.header('ETag', networkEtag(nic));
    return nicDocument(nic);
  }
}
