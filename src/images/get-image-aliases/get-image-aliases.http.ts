import { Controller, Get } from '@nestjs/common';
import { WithoutApiVersion } from '../../arm/api-version.guard.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { Public } from '../../identity/public.decorator.js';
import { type ImageAliasDocument, imageAliases } from '../image-aliases.js';

/** The short names of images, which clients read before they ask for one. It says nothing about anybody. */
@WithoutApiVersion()
@Controller()
export class GetImageAliasesController {
  @Covers({ does: 'Shows the short names of images that the Azure CLI knows' })
  @Public()
  @Get('aliases.json')
  get(): ImageAliasDocument {
    return imageAliases();
  }
}
