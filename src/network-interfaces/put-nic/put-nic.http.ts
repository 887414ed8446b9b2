import { Controller, Inject, Put, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { answerPut } from '../../arm/answers.js';
import { inGroup } from '../../arm/arm-path.js';
import { ArmBody } from '../../arm/body.js';
import { warnIgnored } from '../../arm/ignored-members.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { ArmReply } from '../../arm/parameters.js';
import { networkEtag } from '../../networks/network-document.js';
import type { ArmName } from '../../persistence/vm-parts.repository.js';
import { MissingGroupInterceptor } from '../../requests/missing-group.interceptor.js';
import { PathResource } from '../../requests/path-names.js';
import { RequestPrecondition, type Precondition } from '../../requests/precondition.js';
import { nicDocument, type NicDocument } from '../nic-document.js';
import { IGNORED_OF_NIC, ignoredOfNic, NIC_BODY, wantedNic, type NicBody } from '../nic.dto.js';
import { PutNicCommand } from './put-nic.command.js';

@Controller()
@UseInterceptors(MissingGroupInterceptor)
export class PutNicController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  /** Finished at once, and answered so: recorded traffic has no operation for a NIC either. */
  @Covers({
    does: 'Makes or replaces a NIC; its addresses are given out once, its security group and public address must exist, nothing is routed or filtered',
    ignores: IGNORED_OF_NIC,
  })
  @Put(inGroup('Microsoft.Network', 'networkInterfaces/:nicName'))
  async put(
    @PathResource('nicName', 'nic') name: ArmName,
    @ArmBody(NIC_BODY) body: NicBody,
    @RequestPrecondition() precondition: Precondition,
    @ArmReply() reply: FastifyReply,
  ): Promise<NicDocument> {
    const { isNew, nic } = await this.commands.execute(
      new PutNicCommand(name, wantedNic(body), precondition),
    );
    answerPut(reply, isNew);
    warnIgnored(reply, ignoredOfNic(body));
    reply.header('ETag', networkEtag(nic));
    return nicDocument(nic);
  }
}
