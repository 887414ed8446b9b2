import { Controller, Get, Inject } from '@nestjs/common';
import { ApiExcludeController, type OpenAPIObject } from '@nestjs/swagger';
import { WithoutApiVersion } from '../api-version.guard.js';
import { OpenApiDocument } from './openapi-document.js';

/** The description of every other route. */
@ApiExcludeController()
@WithoutApiVersion()
@Controller()
export class OpenApiController {
  constructor(@Inject(OpenApiDocument) private readonly document: OpenApiDocument) {}

  @Get('openapi.json')
  read(): OpenAPIObject {
    return this.document.get();
  }
}
