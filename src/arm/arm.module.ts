import { Global, Module } from '@nestjs/common';
import { HealthController } from './health.http.js';
import { OpenApiDocument } from './openapi/openapi-document.js';
import { OpenApiController } from './openapi/openapi.http.js';
import { OwnRequests } from './own-requests.js';

/** What every server offers beside the resources: health, the description of its routes, requests to itself. */
@Global()
@Module({
  controllers: [HealthController, OpenApiController],
  providers: [OpenApiDocument, OwnRequests],
  exports: [OwnRequests],
})
export class ArmModule {}
