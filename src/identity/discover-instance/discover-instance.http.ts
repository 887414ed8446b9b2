import { Controller, Get } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { originOf } from '../../arm/absolute-url.js';
import { WithoutApiVersion } from '../../arm/api-version.guard.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { ArmRequest } from '../../arm/parameters.js';
import { Public } from '../public.decorator.js';
import { TENANT_ID } from '../subscriptions.js';

interface InstanceDocument {
  readonly tenant_discovery_endpoint: string;
  readonly 'api-version': '1.1';
  readonly metadata: readonly {
    readonly preferred_network: string;
    readonly preferred_cache: string;
    readonly aliases: readonly string[];
  }[];
}

/** Tells clients that validate authorities which hosts are one cloud: this one alone (ARM-35). */
@WithoutApiVersion()
@Controller()
export class DiscoverInstanceController {
  @Covers({ does: 'Tells token libraries that this authority is to be trusted' })
  @Public()
  @Get('common/discovery/instance')
  get(@ArmRequest() request: FastifyRequest): InstanceDocument {
    const origin = originOf(request);
    const { host } = new URL(origin);
    return {
      tenant_discovery_endpoint: `${origin}/${TENANT_ID}/v2.0/.well-known/openid-configuration`,
      'api-version': '1.1',
      metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
    };
  }
}
