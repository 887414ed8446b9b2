import { Controller, Get, Inject } from '@nestjs/common';
import type { JWK } from 'jose';
import { WithoutApiVersion } from '../../arm/api-version.guard.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { ArmParam } from '../../arm/parameters.js';
import { requireShape } from '../authority/require-shape.js';
import { SigningKeys } from '../authority/signing-keys.js';
import { Public } from '../public.decorator.js';

/** The public half of the key that signs tokens, for whoever checks them (ARM-35). */
@WithoutApiVersion()
@Controller()
export class GetSigningKeysController {
  constructor(@Inject(SigningKeys) private readonly keys: SigningKeys) {}

  @Covers({ does: 'Shows the public key that signs tokens' })
  @Public()
  @Get([':tenant/discovery/v2.0/keys', ':tenant/discovery/keys'])
  async get(@ArmParam('tenant') tenant: string): Promise<{ readonly keys: readonly JWK[] }> {
    requireShape(tenant);
    const { publicJwk } = await this.keys.signing();
    return { keys: [publicJwk] };
  }
}
