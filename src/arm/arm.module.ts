import { Module } from '@nestjs/common';
import { HealthController } from './health.http.js';
import { OpenApiDocument } from './openapi/openapi-document.js';
import { OpenApiController } from './openapi/openapi.http.js';

/** What every server offers beside the resources: health and the description of its routes. */
@Module({ controllers: [HealthController, OpenApiController], providers: [OpenApiDocument] })
export class ArmModule {}
