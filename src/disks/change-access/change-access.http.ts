import { Controller, Inject, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { ArmPost } from '../../arm/answers.js';
import { inGroup } from '../../arm/arm-path.js';
import { acceptOperation } from '../../arm/async-operation.js';
import { ArmBody } from '../../arm/body.js';
import { presentOf, warnIgnored } from '../../arm/ignored-members.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { ArmReply } from '../../arm/parameters.js';
import type { AccessedKind } from '../../persistence/disk-access.repository.js';
import type { ArmName } from '../../persistence/vm-parts.repository.js';
import { MissingGroupInterceptor } from '../../requests/missing-group.interceptor.js';
import { PathResource } from '../../requests/path-names.js';
import { GRANT_BODY, GRANT_IGNORED, type GrantBody } from '../access.dto.js';
import { ChangeAccessCommand, type AccessChange } from './change-access.command.js';

/** Access to the bytes of disks and snapshots. It is kept and shown; there are no bytes behind it (TORPOR-22). */
@Controller()
@UseInterceptors(MissingGroupInterceptor)
export class ChangeAccessController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @Covers({
    does: 'Grants access for a time, which the state of the disk shows, with a link that leads nowhere',
    ignores: GRANT_IGNORED,
    extent: 'shape',
  })
  @ArmPost(inGroup('Microsoft.Compute', 'disks/:diskName/beginGetAccess'))
  grantDisk(
    @PathResource('diskName', 'disk') name: ArmName,
    @ArmBody(GRANT_BODY) body: GrantBody,
    @ArmReply() reply: FastifyReply,
  ): Promise<void> {
    warnOfGrant(reply, body);
    return this.change(reply, 'disk', name, grantOf(body));
  }

  @Covers({ does: 'Takes granted access away' })
  @ArmPost(inGroup('Microsoft.Compute', 'disks/:diskName/endGetAccess'))
  revokeDisk(
    @PathResource('diskName', 'disk') name: ArmName,
    @ArmReply() reply: FastifyReply,
  ): Promise<void> {
    return this.change(reply, 'disk', name, { kind: 'revoke' });
  }

  @Covers({
    does: 'Grants access for a time, which the state of the snapshot shows, with a link that leads nowhere',
    ignores: GRANT_IGNORED,
    extent: 'shape',
  })
  @ArmPost(inGroup('Microsoft.Compute', 'snapshots/:snapshotName/beginGetAccess'))
  grantSnapshot(
    @PathResource('snapshotName', 'snapshot') name: ArmName,
    @ArmBody(GRANT_BODY) body: GrantBody,
    @ArmReply() reply: FastifyReply,
  ): Promise<void> {
    warnOfGrant(reply, body);
    return this.change(reply, 'snapshot', name, grantOf(body));
  }

  @Covers({ does: 'Takes granted access away' })
  @ArmPost(inGroup('Microsoft.Compute', 'snapshots/:snapshotName/endGetAccess'))
  revokeSnapshot(
    @PathResource('snapshotName', 'snapshot') name: ArmName,
    @ArmReply() reply: FastifyReply,
  ): Promise<void> {
    return this.change(reply, 'snapshot', name, { kind: 'revoke' });
  }

  private async change(
    reply: FastifyReply,
    of: AccessedKind,
    name: ArmName,
    change: AccessChange,
  ): Promise<void> {
    const { operationId, subscriptionId, location } = await this.commands.execute(
      new ChangeAccessCommand(of, name, change),
    );
    acceptOperation(reply, {
      kind: 'action',
      operationId,
      subscriptionId,
      location,
      provider: 'Microsoft.Compute',
      statusSegment: 'DiskOperations',
    });
  }
}

/** The link is named too: it is granted, and leads nowhere. */
function warnOfGrant(reply: FastifyReply, body: GrantBody): void {
  warnIgnored(reply, ['accessSAS', ...presentOf(GRANT_IGNORED, body)]);
}

function grantOf({ access, durationInSeconds }: GrantBody): AccessChange {
  return { kind: 'grant', level: access, seconds: durationInSeconds };
}
