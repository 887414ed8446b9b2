import { Controller, Get } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { originOf } from '../../arm/absolute-url.js';
import { WithoutApiVersion } from '../../arm/api-version.guard.js';
import { apiVersionOf } from '../../arm/api-version.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { ArmRequest } from '../../arm/parameters.js';
import { Public } from '../../identity/public.decorator.js';
import { type CloudMetadata, cloudMetadata } from './cloud-metadata.js';

/** Asked before there is a token, to learn where tokens come from (ARM-32). */
@WithoutApiVersion()
@Controller()
export class GetCloudMetadataController {
  @Covers({ does: 'Says where tokens and resources of this cloud are, so that clients can be pointed at it' })
  @Public()
  @Get('metadata/endpoints')
  get(@ArmRequest() request: FastifyRequest): CloudMetadata {
    return cloudMetadata(originOf(request), apiVersionOf(request));
  }
}
