import { Controller, Get } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { originOf } from '../../arm/absolute-url.js';
import { WithoutApiVersion } from '../../arm/api-version.guard.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { ArmParam, ArmRequest } from '../../arm/parameters.js';
import { requireShape } from '../authority/require-shape.js';
import { Public } from '../public.decorator.js';
import { TENANT_ID } from '../subscriptions.js';
import { type OpenIdConfiguration, openIdConfiguration } from './openid-configuration.js';

/** What clients read before they ask for a token (ARM-35). */
@WithoutApiVersion()
@Controller()
export class GetOpenIdConfigurationController {
  @Covers({ does: 'Says where the authority issues tokens and shows its keys' })
  @Public()
  @Get(':tenant/v2.0/.well-known/openid-configuration')
  get(@ArmParam('tenant') tenant: string, @ArmRequest() request: FastifyRequest): OpenIdConfiguration {
    const shape = requireShape(tenant);
    const origin = originOf(request);
    return shape === 'adfs'
      ? openIdConfiguration({ issuer: `${origin}/adfs`, base: `${origin}/adfs`, version: '' })
      : openIdConfiguration({
          issuer: `${origin}/${TENANT_ID}/v2.0`,
          base: `${origin}/${TENANT_ID}`,
          version: '/v2.0',
        });
  }

  @Covers({ does: 'Says where the authority issues tokens and shows its keys, in the shape of version 1.0' })
  @Public()
  @Get(':tenant/.well-known/openid-configuration')
  getOld(@ArmParam('tenant') tenant: string, @ArmRequest() request: FastifyRequest): OpenIdConfiguration {
    const shape = requireShape(tenant);
    const origin = originOf(request);
    const base = shape === 'adfs' ? `${origin}/adfs` : `${origin}/${TENANT_ID}`;
    const issuer = shape === 'adfs' ? base : `${base}/`;
    return openIdConfiguration({ issuer, base, version: '' });
  }
}
