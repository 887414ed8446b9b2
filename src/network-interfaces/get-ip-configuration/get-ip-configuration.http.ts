import { Controller, Get, Inject, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import { refusal } from '#libs/refusal';
import { armName } from '../../arm/arm-name.js';
import { inGroup } from '../../arm/arm-path.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { armPageOfAll, ArmPageRequest, type ArmPage, type PageRequest } from '../../arm/page.js';
import { ArmParam, ArmRequest } from '../../arm/parameters.js';
import { RefusalError } from '../../errors/refusal-error.js';
import type { ArmName } from '../../persistence/vm-parts.repository.js';
import { MissingGroupInterceptor } from '../../requests/missing-group.interceptor.js';
import { PathResource } from '../../requests/path-names.js';
import { GetNicQuery } from '../get-nic/get-nic.query.js';
import { ipConfigurationDocument, type IpConfigurationDocument } from '../nic-document.js';

const LIST = inGroup('Microsoft.Network', 'networkInterfaces/:nicName/ipConfigurations');

/** Configurations are read with their NIC, which has few, and are changed with it. */
@Controller()
@UseInterceptors(MissingGroupInterceptor)
export class GetIpConfigurationController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Covers({ does: 'Lists the IP configurations of a NIC, in pages' })
  @Get(LIST)
  async list(
    @PathResource('nicName', 'nic') nicName: ArmName,
    @ArmPageRequest() page: PageRequest,
    @ArmRequest() request: FastifyRequest,
  ): Promise<ArmPage<IpConfigurationDocument>> {
    const nic = await this.queries.execute(new GetNicQuery(nicName));
    const documents = nic.ipConfigurations.map((ip) => ipConfigurationDocument(nic, ip));
    return armPageOfAll(request, page, documents, ({ name }) => name.toLowerCase());
  }

  /** Throws resource-not-found. */
  @Covers({ does: 'Shows an IP configuration of a NIC' })
  @Get(`${LIST}/:ipConfigurationName`)
  async get(
    @PathResource('nicName', 'nic') nicName: ArmName,
    @ArmParam('ipConfigurationName', armName('ipConfiguration')) name: string,
  ): Promise<IpConfigurationDocument> {
    const nic = await this.queries.execute(new GetNicQuery(nicName));
    const found = nic.ipConfigurations.find((ip) => ip.name.toLowerCase() === name.toLowerCase());
    if (found !== undefined) return ipConfigurationDocument(nic, found);
    throw new RefusalError(refusal('resource-not-found', `IP configuration ${name} of NIC ${nic.name}`));
  }
}
