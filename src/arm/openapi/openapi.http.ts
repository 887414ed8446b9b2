import { Controller, Get, Inject } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import { WithoutApiVersion } from '../api-version.guard.js';
import { OpenApiDocument } from './openapi-document.js';
import { OPENAPI_PATH } from './openapi-path.js';

/** The description of every other route. */
@WithoutApiVersion()
@Controller()
export class OpenApiController {
  constructor(@Inject(OpenApiDocument) private readonly document: OpenApiDocument) {}

  @Get(OPENAPI_PATH)
  read(): Promise<OpenAPIObject> {
    return this.document.get();
  }
}
