import { Controller, Get } from '@nestjs/common';
import { WithoutApiVersion } from '../../arm/api-version.guard.js';
import { Public } from '../../identity/public.decorator.js';
import { type ImageAliasDocument, imageAliases } from '../image-aliases.js';

/** The short names of images, which clients read before they ask for one. It says nothing about anybody. */
@WithoutApiVersion()
@Controller()
export class GetImageAliasesController {
  @Public()
  @Get('aliases.json')
  get(): ImageAliasDocument {
    return imageAliases();
  }
}
