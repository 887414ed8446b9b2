import { Controller, Inject, Patch, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { inGroup } from '../../arm/arm-path.js';
import { ArmBody } from '../../arm/body.js';
import { Covers } from '../../arm/openapi/coverage.js';
import type { ArmName } from '../../persistence/vm-parts.repository.js';
import { TAGS_BODY, type TagsBody } from '../../requests/arm-schemas.js';
import { MissingGroupInterceptor } from '../../requests/missing-group.interceptor.js';
import { PathResource } from '../../requests/path-names.js';
import { networkDocument, type NetworkDocument } from '../network-document.js';
import { UpdateNetworkCommand } from './update-network.command.js';

@Controller()
@UseInterceptors(MissingGroupInterceptor)
export class UpdateNetworkController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @Covers({ does: 'Replaces the tags of a network' })
  @Patch(inGroup('Microsoft.Network', 'virtualNetworks/:networkName'))
  async update(
    @PathResource('networkName', 'vnet') name: ArmName,
    @ArmBody(TAGS_BODY) { tags }: TagsBody,
  ): Promise<NetworkDocument> {
    return networkDocument(await this.commands.execute(new UpdateNetworkCommand(name, tags)));
  }
}
