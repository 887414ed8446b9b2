import { Controller, Inject, UseInterceptors } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { ArmPost } from '../../arm/answers.js';
import { inGroup } from '../../arm/arm-path.js';
import { ArmBody } from '../../arm/body.js';
import { Covers } from '../../arm/openapi/coverage.js';
import type { ArmName } from '../../persistence/vm-parts.repository.js';
import { armWord } from '../../requests/arm-schemas.js';
import { MissingGroupInterceptor } from '../../requests/missing-group.interceptor.js';
import { PathResource } from '../../requests/path-names.js';
import { GetKeptQuery } from '../get-kept/get-kept.query.js';
import { newSshKeyPair } from '../new-ssh-key-pair.js';
import { SSH_PUBLIC_KEY } from '../types/ssh-key-kind.js';
import { UpdateKeptCommand } from '../update-kept/update-kept.command.js';

const BODY = z.strictObject({ encryptionType: armWord('RSA', 'Ed25519').optional() }).optional();

export interface KeyPairDocument {
  readonly id: string;
  readonly publicKey: string;
  readonly privateKey: string;
}

@Controller()
@UseInterceptors(MissingGroupInterceptor)
export class GenerateKeyPairController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  /** Makes a pair, keeps the public key and forgets the private one. */
  @Covers({
    does: 'Makes a pair of keys, keeps the public one and answers both; the private one is forgotten',
  })
  @ArmPost(inGroup('Microsoft.Compute', 'sshPublicKeys/:sshPublicKeyName/generateKeyPair'))
  async generate(
    @PathResource('sshPublicKeyName', 'computeResource') name: ArmName,
    @ArmBody(BODY) body: z.output<typeof BODY>,
  ): Promise<KeyPairDocument> {
    const kept = { ...name, type: SSH_PUBLIC_KEY.type };
    const { id } = await this.queries.execute(new GetKeptQuery(SSH_PUBLIC_KEY, kept));
    const { publicKey, privateKey } = newSshKeyPair(body?.encryptionType ?? 'RSA');
    await this.commands.execute(new UpdateKeptCommand(SSH_PUBLIC_KEY, kept, { properties: { publicKey } }));
    return { id, publicKey, privateKey };
  }
}
